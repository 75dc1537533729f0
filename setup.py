"""What pyproject.toml cannot say: the wheel has data/samples as covidmeet/samples, for `covidmeet demo`."""

from setuptools import find_namespace_packages, setup

setup(
    packages=[
        # Folders of data count as packages, or setuptools warns of each.
        *find_namespace_packages(include=["covidmeet", "covidmeet.*"], exclude=["*.__pycache__"]),
        "covidmeet.samples",
        "covidmeet.samples.documents",
    ],
    package_dir={"covidmeet.samples": "data/samples"},
)
