"""Corpora: WARC files of any number and size, read by datatrove on one machine, on Slurm or on Ray.

``build`` in ``covidmeet.corpus.building`` is the way in; the steps of the pipeline stand in modules of their
own, so that workers on other machines can import them.
"""
