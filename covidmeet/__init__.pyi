from types import ModuleType

from covidmeet import api as _api
from covidmeet.api import Archive as Archive
from covidmeet.api import PageNotKept as PageNotKept
from covidmeet.api import open as open
from covidmeet.archive.sqlite_errors import ArchiveError as ArchiveError
from covidmeet.items import Article as Article
from covidmeet.reasons import Reason as Reason
from covidmeet.reasons import Reject as Reject
from covidmeet.repair import Repaired as _Repaired

__version__: str

class _ExtractPackage(ModuleType):
    __file__: str
    __call__ = staticmethod(_api.extract)

class _RepairPackage(ModuleType):
    __file__: str
    def __call__(self, text: str) -> _Repaired: ...

extract: _ExtractPackage
repair: _RepairPackage
