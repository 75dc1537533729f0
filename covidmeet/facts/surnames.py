"""Surnames, and the everyday words that begin like a name.

Written for this project from the Hundred Family Surnames and the commonest ones of today.  和, 强, 国, 公
and the like are surnames too, but before a verb nearly always something else: such a name needs a post
beside it.  ``not_names.txt`` has words of two characters (高度, 全体) that are no name, nor begin one.
"""

from __future__ import annotations

from importlib.resources import files

SINGLE = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌"
    "马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵"
    "湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路娄危江童颜郭梅盛林刁钟徐邱骆高"
    "夏蔡田樊胡凌霍虞万支柯昝管卢莫房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠"
    "甄曲封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾甘斜厉戎祖武符刘景詹束龙"
    "叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿"
    "边扈燕冀郏浦尚温庄晏柴瞿阎慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步耿满弘匡文寇广禄东欧沃利蔚越夔隆师"
    "巩厍聂晁勾敖融冷訾辛阚简饶曾沙乜养鞠须丰巢关蒯查荆红游竺权逯盖益桓岳帅佟商佘佴赏墨哈谯笪爱阳仝代信肖"
    "闫付覃税麦亓矫邸迟苟仉蹇晋楚闾法汝鄢涂钦归海岱户火撒冶折拜妥锁禚隋兰母尧牟敬仓原牙黑朴阿旦洛扎格土泽"
    "仁强"
    "水栗谌冼邝芦丛檀揭綦尉郄宛缑粟雒郇鹿隽卿阙佀呙"
)
_COMPOUND = (
    "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 长孙 宇文 司徒 夏侯 端木 独孤 南宫 "
    "呼延 赫连 申屠 澹台 轩辕 闻人 太史 淳于 单于 濮阳 拓跋 鲜于 闾丘 司空 钟离 完颜"
)
COMPOUND = frozenset(_COMPOUND.split())
NOT_NAMES = frozenset((files(__package__) / "not_names.txt").read_text("utf-8").split())


def has_surname(name: str) -> bool:
    """Whether ``name`` begins with a surname of the table, and is none of the everyday words.

    >>> has_surname("欧阳明月"), has_surname("高度"), has_surname("周清")
    (True, False, True)
    """
    if name in NOT_NAMES:
        return False
    if name[:2] in COMPOUND:  # 东方 is a word, 东方亮 is none
        return len(name) > 2
    return len(name) < 4 and name[:2] not in NOT_NAMES and name[0] in SINGLE
