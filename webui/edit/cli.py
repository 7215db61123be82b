"""``govreport password``."""

from __future__ import annotations

import click

from govreport_search.settings import Settings
from webui.edit.name import LEAST_LENGTH


@click.command()
@click.option("--remove", is_flag=True, help="去掉密码：以后不能再打开录入和更正。")
@click.pass_obj
def password(settings: Settings, remove: bool) -> None:
    """设录入和更正的密码（govreport serve --edit 要用）；已经登录的人随即退出。

    密码不回显，输入两遍；只存加盐的 scrypt 散列，文件只有自己能读。
    """
    # Imported when it is run: it loads what hashes, and help is asked for more often.
    from webui.edit.private import Private

    private = Private(settings)
    if remove:
        private.forget_password()
        click.echo("已去掉密码。")
        return
    given = click.prompt(
        f"新密码（至少 {LEAST_LENGTH} 个字符）", hide_input=True, confirmation_prompt="再输入一遍"
    )
    private.set_password(given)
    click.echo("已设密码。启动：govreport serve --edit")
