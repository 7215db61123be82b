"""Short forms of division names: 呼和浩特 for 呼和浩特市, 黔东南州 for 黔东南苗族侗族自治州."""

from __future__ import annotations

import re

# The peoples whose names stand in the names of autonomous units, longest first.
_PEOPLES = (
    "维吾尔 哈萨克 柯尔克孜 塔吉克 乌孜别克 塔塔尔 俄罗斯 鄂伦春 鄂温克 达斡尔 蒙古 回 藏 苗 彝 壮 "
    "布依 朝鲜 满 侗 瑶 白 土家 哈尼 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 土 仫佬 羌 布朗 "
    "撒拉 毛南 仡佬 锡伯 阿昌 普米 怒 德昂 保安 裕固 京 独龙 赫哲 门巴 珞巴 基诺 各"
)
_PEOPLE = "|".join(sorted(_PEOPLES.split(), key=len, reverse=True))
_PROVINCE = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)$")
_AUTONOMOUS = re.compile(rf"^(.+?)(?:(?:{_PEOPLE})族?)*自治([州县旗])$")
_ETHNIC_TOWNSHIP = re.compile(rf"^(.+?)(?:(?:{_PEOPLE})族|民族)+(乡)$")
_SUFFIX = re.compile(r"(?:市|地区|盟|县|区|旗)$")


def short_names(name: str, level: str) -> tuple[str, ...]:
    """The forms a text may print instead of the full name, without ordinary words.

    Two characters are enough only for a province: short county names are words of everyday
    language (共和, 资源, 开平).
    """
    if level == "province":
        stem = _PROVINCE.sub("", name)
        return (stem,) if stem != name else ()
    if level == "township":
        ethnic = _ETHNIC_TOWNSHIP.match(name)
        return (ethnic[1] + ethnic[2],) if ethnic and len(ethnic[1]) >= 2 else ()
    autonomous = _AUTONOMOUS.match(name)
    if autonomous:
        shorts = [autonomous[1], autonomous[1] + autonomous[2]]
    else:
        stem = _SUFFIX.sub("", name)
        # A district's name without 区 is mostly a quarter or a landmark of the city.
        shorts = [] if stem == name or name.endswith("区") else [stem]
    return tuple(short for short in shorts if len(short) >= 3 and short != name)
