"""100: see ``covidmeet.stages.encoding``."""

from covidmeet.pipelines.stage import StagePipeline


class EncodingPipeline(StagePipeline):
    stage = "encoding"
