"""300: see ``covidmeet.stages.script``."""

from covidmeet.pipelines.stage import StagePipeline


class ScriptPipeline(StagePipeline):
    stage = "script"
