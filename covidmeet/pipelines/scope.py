"""350: see ``covidmeet.stages.scope``."""

from covidmeet.pipelines.stage import StagePipeline


class ScopePipeline(StagePipeline):
    stage = "scope"
