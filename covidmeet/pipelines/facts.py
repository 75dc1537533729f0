"""450: see ``covidmeet.stages.facts``."""

from covidmeet.pipelines.stage import StagePipeline


class FactsPipeline(StagePipeline):
    stage = "facts"
