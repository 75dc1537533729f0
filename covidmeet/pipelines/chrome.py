"""200: see ``covidmeet.stages.chrome``."""

from covidmeet.pipelines.stage import StagePipeline


class ChromePipeline(StagePipeline):
    stage = "chrome"
