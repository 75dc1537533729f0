"""What pyproject.toml cannot say: the wheel has data/samples as covidmeet/samples, for `covidmeet demo`."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["covidmeet*"]), "covidmeet.samples"],
    package_dir={"covidmeet.samples": "data/samples"},
)
