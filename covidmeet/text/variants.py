"""Characters that stand for another one: radicals, and forms that neither script writes today.

``VARIANTS`` are the shapes of old print (靑, 淸, 値), of Hong Kong (衞) and of Japan (増, 県), each with the
Simplified character that a reader takes it for.  None is a character of GB 2312, and OpenCC's ``t2s`` leaves
all of them alone.  ``RADICALS`` is Unicode's EquivalentUnifiedIdeograph for the block CJK Radicals
Supplement; Kangxi radicals have a compatibility mapping (NFKC) of their own.
"""

from __future__ import annotations


def _pairs(text: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in text.split()}


VARIANTS = _pairs(
    "靑青 淸清 鄕乡 彞彝 彜彝 値值 衞卫 戸户 囘回 囬回 囯国 姸妍 尙尚 愼慎 昻昂 曁暨 楡榆 "
    "槪概 汚污 煕熙 熈熙 甁瓶 畧略 皐皋 硏研 窓窗 窻窗 竝并 緖绪 羮羹 舎舍 襃褒 覌观 覐觉 "
    "觧解 躱躲 隣邻 隷隶 頥颐 飮饮 髙高 鬪斗 鬭斗 吿告 郞郎 凟渎 匳奁 寃冤 寳宝 夀寿 廐厩 "
    "慙惭 敍叙 朞期 栢柏 槀槁 殀夭 湻淳 緜绵 羗羌 聫联 聮联 逹达 髥髯 鎻锁 鏁锁 閙闹 隂阴 "
    "飃飘 駈驱 鵞鹅 畆亩 癈废 痺痹 蘂蕊 醻酬 罇樽 紥扎 疎疏 犂犁 煑煮 暎映 昬昏 攷考 搆构 "
    "拏拿 揷插 怱匆 恠怪 憇憩 冦寇 壻婿 娯娱 麤粗 遯遁 覩睹 皃貌 鴈雁 軆体 迊匝 逈迥 謌歌 "
    "貭质 枱台 衹只 糭粽 簷檐 粧妆 冝宜 冨富 刼劫 卋世 叅参 呪咒 擧举 鑛矿 鍳鉴 甞尝 皷鼓 "
    "坵丘 勗勖 庻庶 歺餐 敭扬 亊事 眀明 姫姬 塡填 顚颠 両两 乗乘 亀龟 亜亚 仏佛 仮假 伝传 "
    "価价 倹俭 児儿 円圆 処处 剣剑 剤剂 剰剩 労劳 効效 勅敕 勧劝 勲勋 単单 厳严 収收 唖哑 "
    "営营 噛啮 団团 囲围 図图 圏圈 圧压 塁垒 塩盐 増增 壊坏 壌壤 壱壹 売卖 変变 奨奖 嬢娘 "
    "実实 寛宽 対对 専专 尭尧 巌岩 巣巢 巻卷 帯带 帰归 庁厅 広广 廃废 弐贰 弾弹 従从 徳德 "
    "徴征 応应 恵惠 悩恼 悪恶 懐怀 戦战 戯戏 戻戾 払拂 抜拔 択择 拝拜 拠据 拡扩 挙举 挿插 "
    "捜搜 掲揭 掻搔 揺摇 摂摄 撃击 撹搅 斉齐 斎斋 晩晚 暁晓 暦历 曽曾 栄荣 桜樱 桟栈 検检 "
    "楽乐 様样 権权 歓欢 歩步 歯齿 歳岁 歴历 毎每 気气 沢泽 浄净 涙泪 渇渴 済济 渉涉 渋涩 "
    "渓溪 満满 滝泷 瀬濑 焼烧 犠牺 猟猎 獣兽 畳叠 痩瘦 発发 県县 砕碎 稲稻 穂穗 穏稳 穣穰 "
    "竜龙 粋粹 粛肃 経经 絵绘 継继 続续 総总 縁缘 縄绳 縦纵 繊纤 繍绣 聴听 脳脑 臓脏 艶艳 "
    "荘庄 蔵藏 薫薰 薬药 蛍萤 蝋蜡 覇霸 覚觉 覧览 観观 訳译 読读 譲让 豊丰 賛赞 転转 軽轻 "
    "辺边 逓递 遅迟 郷乡 酔醉 醤酱 醸酿 釈释 鉄铁 鉱矿 銭钱 鋳铸 錬炼 関关 闘斗 陥陷 険险 "
    "隠隐 雑杂 霊灵 頼赖 顕显 駅驿 駆驱 騒骚 験验 髄髓 髪发 鴎鸥 鶏鸡 鹸碱 麺面 黒黑 黙默 "
    "齢龄 "
)

RADICALS = _pairs(
    "⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇𠘨 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺑𡯂 "
    "⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 "
    "⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王 ⺪𤴔 ⺫目 ⺬示 ⺭礻 ⺮𥫗 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺴冗 "
    "⺵𦉫 ⺶羊 ⺷𦍌 ⺸𦍋 ⺹耂 ⺺肀 ⺻聿 ⺼肉 ⺽𦥑 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 "
    "⻆角 ⻇𧢲 ⻈讠 ⻉贝 ⻊𧾷 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻕𨸏 ⻖阝 "
    "⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞𩙿 ⻟飠 ⻠饣 ⻡𩠐 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 "
    "⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟 "
)
