"""``govreport serve``: the web pages and the JSON API on a port of this machine."""

from __future__ import annotations

import gc
import ipaddress
import sys
import webbrowser
from threading import Timer

import click

from govreport_search.settings import Settings
from webui.edit.cli import password

THREADS = 8
"""Requests answered at once; a search waits on the disk more than on the processor."""

MEGABYTE = 1024 * 1024
MOST_BYTES = 16 * MEGABYTE
"""Of a request: pages that only read are asked by an address or a short form ..."""

MOST_BYTES_EDITING = 320 * MEGABYTE
"""... and uploads are refused by the app, in words, a little below this."""


@click.command("serve")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="监听的地址；不是本机地址时，别的机器也能打开，任何主机名都回应。",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="监听的端口；0 表示任选一个空闲端口。",
)
@click.option(
    "--edit",
    is_flag=True,
    help="打开录入和更正（/edit/），要先用 govreport password 设密码；平时是关着的。",
)
@click.option(
    "--https",
    is_flag=True,
    help="前面有 https 代理：会话的 cookie 只走 https。代理要转交原来的 Host。",
)
@click.option("--open/--no-open", "open_browser", default=False, help="启动后打开浏览器。")
@click.pass_obj
def serve(
    settings: Settings, host: str, port: int, edit: bool, https: bool, open_browser: bool
) -> None:
    """在浏览器中检索：启动网页和 JSON 接口。按 Ctrl+C 停止。"""
    # Imported when it is run: whoever asks for ``govreport --help`` need not wait for it.
    from webui.app import create_app
    from webui.original import begin, end
    from webui.server import create_server

    app = create_app(settings, any_host=https or not _is_loopback(host), editing=edit)
    # What is made at the start lives as long as the server; the collector, which stops every
    # reader while it looks, need not look at it again.
    gc.collect()
    gc.freeze()
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            url_scheme="https" if https else "http",
            max_request_body_size=MOST_BYTES_EDITING if edit else MOST_BYTES,
        )
    except OSError as error:
        raise click.ClickException(
            f"不能在 {host}:{port} 上监听（{error.strerror}）。请换一个端口，或用 --port 0 任选"
        ) from error
    address = f"http://{_in_url(host)}:{_port_of(server, port)}/"
    click.echo(address)
    # Whoever started us through a pipe waits for this line.
    sys.stdout.flush()
    if not _is_loopback(host):
        click.echo(_warning(edit, https), err=True)
    if open_browser:
        # The browser may ask before the loop below runs; the socket listens already.
        Timer(0.2, webbrowser.open, (address,)).start()
    begin(app)
    try:
        server.run()
    finally:
        server.close()
        end(app)
        if edit:
            app.extensions["reading"].close()


def _warning(edit: bool, https: bool) -> str:
    """What whoever listens beyond this machine should know."""
    words = "注意：这个地址能从别的机器访问，而网页没有密码。只想自己用时请去掉 --host。"
    if edit and not https:
        words += (
            "\n注意：录入的密码会不加密地经过网络。请只在信得过的网络里用，"
            "或者在前面架 https 代理并加 --https。"
        )
    return words


def _port_of(server: object, asked: int) -> int:
    """The port in use; a name with several addresses gives waitress several sockets."""
    several = getattr(server, "effective_listen", None)
    if several:
        return int(several[0][1])
    return int(getattr(server, "effective_port", asked))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _in_url(host: str) -> str:
    """The host as a URL writes it: every-address means this machine, IPv6 goes in brackets."""
    if host in ("0.0.0.0", "*", ""):
        return "127.0.0.1"
    if host in ("::", "[::]"):
        return "[::1]"
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


commands = [serve, password]
"""Joined to ``govreport`` by the entry point ``govreport.commands``."""
