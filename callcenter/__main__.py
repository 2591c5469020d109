"""`callcenter`: the command line. Every error we know is one plain line and exit 1."""

import sys

import click

from agi.errors import AgiError
from asterisk_conf.errors import AsteriskConfError
from callcenter.cli.asterisk import asterisk
from callcenter.cli.bench import bench
from callcenter.cli.call import call
from callcenter.cli.check import check
from callcenter.cli.days import days
from callcenter.cli.demo_data import demo_data
from callcenter.cli.flow import flow
from callcenter.cli.metrics import metrics
from callcenter.cli.recordings import recordings
from callcenter.cli.report import report
from callcenter.cli.rules import route, term
from callcenter.cli.rules_admin import rules
from callcenter.cli.service import serve, setup
from callcenter.cli.survey import survey
from callcenter.cli.tokens import tokens
from callcenter.cli.units import units
from callcenter.cli.users import users
from callcenter.errors import CallcenterError
from crm.errors import CrmError
from ivr_flows.errors import FlowError

KNOWN = (CallcenterError, CrmError, FlowError, AgiError, AsteriskConfError)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tong-dai-1022")
def commands() -> None:
    """Tổng đài 1022: dịch vụ, kiểm tra và quản trị."""


for command in (
    asterisk,
    bench,
    call,
    check,
    days,
    demo_data,
    flow,
    metrics,
    recordings,
    report,
    route,
    rules,
    serve,
    setup,
    survey,
    term,
    tokens,
    units,
    users,
):
    commands.add_command(command)


def main() -> None:
    """The entry point of the command `callcenter`."""
    try:
        commands()
    except KNOWN as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise
        click.echo(
            f"Không đọc hay ghi được {error.filename}: {error.strerror}. Kiểm tra quyền và cài đặt var.", err=True
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
