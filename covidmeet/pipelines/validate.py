"""400: see ``covidmeet.stages.validate``."""

from covidmeet.pipelines.stage import StagePipeline


class ValidatePipeline(StagePipeline):
    stage = "validate"
