"""The pictures of the documentation: ``python -m tools.pictures`` takes them of the demo's archive.

Needs Chromium (``make system-packages``) and what ``make test`` installs.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = Path("docs/pictures")
MIRROR = "huizhou"
"""A site whose samples have a page with repairs, one of them in doubt."""
_SIZE = (1180, 720)


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """The address of ``covidmeet browse`` on ``archive``."""
    line = [sys.executable, "-m", "covidmeet", "browse", "-d", str(archive), "--no-open", "--port", "0"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            told = next(found for text in process.stdout if (found := re.search(r"http://\S+\d", text)))
            yield told[0]
        finally:
            process.terminate()


def main() -> None:
    """Write ``docs/pictures/*.png``."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "covidmeet", "demo", folder], check=True, stdout=subprocess.DEVNULL
        )
        with served(Path(folder, "covidmeet.db")) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": _SIZE[0], "height": _SIZE[1]}, locale="en")
            page.goto(address)
            page.screenshot(path=PICTURES / "figures.png")
            page.goto(f"{address}/search?q=核酸 OR 口罩")
            page.screenshot(path=PICTURES / "search.png")
            page.goto(f"{address}/search?q=site:{MIRROR} 推进会")
            page.locator("main a[href*='/article/']").first.click()
            page.screenshot(path=PICTURES / "article.png")
            browser.close()


if __name__ == "__main__":
    main()
