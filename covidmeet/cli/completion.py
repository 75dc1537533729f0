"""``covidmeet completion``: what lets a shell complete names, options and files."""

from __future__ import annotations

import os

import click
from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from covidmeet.cli.framework import SubCommand

COMPLETE = "_COVIDMEET_COMPLETE"
"""The variable by which a shell asks for completions."""

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:%(complete_var)s = "powershell_complete"
    $line = $commandAst.ToString()
    $env:COMP_WORDS = $line.Substring(0, [Math]::Min($cursorPosition, $line.Length))
    $env:COMP_WORD = $wordToComplete
    [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
    %(prog_name)s | ForEach-Object {
        $type, $value, $help = $_ -split "`t", 3
        if ($type -eq "file" -or $type -eq "dir") {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
        } else {
            [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $help)
        }
    }
    Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_WORD
}
"""


class PowerShellComplete(ShellComplete):
    """Completion in PowerShell, which click does not have: a proposal a line, its parts parted by tabs."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is being written, and that one."""
        incomplete = os.environ.get("COMP_WORD", "")
        words = split_arg_string(os.environ.get("COMP_WORDS", ""))[1:]
        if incomplete and words and words[-1] == incomplete:
            words.pop()
        return words, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.type}\t{item.value}\t{(item.help or item.value).splitlines()[0]}"


add_completion_class(PowerShellComplete)
SHELLS = ("bash", "zsh", "fish", "powershell")


def site_names(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The names of spiders that begin as what was written."""
    from covidmeet.crawl.site_registry import spider_files

    return [name for name in spider_files() if name.startswith(incomplete)]


@click.command(cls=SubCommand, name="completion", example='eval "$(covidmeet completion bash)"  # ~/.bashrc')
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that lets a shell complete what you type.

    zsh: as bash. fish: covidmeet completion fish | source. PowerShell: covidmeet completion powershell |
    Out-String | Invoke-Expression.
    """
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(ctx.find_root().command, {}, "covidmeet", COMPLETE).source())
