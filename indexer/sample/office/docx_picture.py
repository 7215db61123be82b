"""An image in a Word document."""

from __future__ import annotations

import struct

EMU = 635
"""English metric units in a twentieth of a point."""

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def picture_xml(png: bytes, number: int, width: int) -> str:
    """A paragraph with the image of that number.

    Args:
        width: of the image in twentieths of a point; its height follows from the PNG.
    """
    across, down = struct.unpack(">II", png[16:24])
    size = f'cx="{width * EMU}" cy="{width * EMU * down // across}"'
    name = f'id="{number}" name="图片 {number}"'
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{WP}"><wp:extent {size}/><wp:docPr {name}/>'
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}">'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="rId{10 + number}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
