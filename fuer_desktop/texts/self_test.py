"""Words of the self-test: one line a check, and the outcome of all."""

WORKSPACE = "工作库"
DEFINITIONS = "定义文件"
CHART = "字体和进度图"
PACKAGE = "签名"
SEAL = "加密"
WORKBOOK = "工作簿"
HISTORY = "批量录入"

WORKSPACE_GOOD = "新建、存入一格、关闭、再打开、读回，一致。"
DEFINITIONS_GOOD = (
    "{indicators}个指标、{forms}张报表、{plans}个规划、{targets}条目标、{places}个地方，全部读懂。"
)
CHART_GOOD = "画出一张图，PNG {png}KB、SVG {svg}KB，汉字都在。"
PACKAGE_GOOD = "新建密钥，签名、核对一个包；改动一个字节就被拒绝。"
SEAL_GOOD = "给一个密钥加密一个包，用它打开，一致；别的密钥打不开。"
WORKBOOK_GOOD = "把一张报表写成工作簿，由另一个进程读回，一致（openpyxl {version}）。"
HISTORY_GOOD = "升级旧版工作库，写入以前年度的值，再读回，一致（sqlite-utils）。"

DIFFERENT = "读回的与写入的不同。"
NO_DEFINITIONS = "{folder} 里没有{what}。"
KINDS = {"indicators": "指标", "forms": "报表", "plans": "规划", "places": "地方"}
NO_FONT = "字体文件“{path}”不在。"
CHART_EMPTY = "“{file}”是空的。"
NO_LETTERS = "图里没有自带字体的汉字。"
NOT_REFUSED = "改动了一个字节的包没有被拒绝。"
FAULT = "{kind}：{reason}"
"""Of a fault that has no sentence of its own."""

PASSED = "通过　{check}：{detail}"
FAILED = "失败　{check}：{detail}"
ALL_PASSED = "自检通过，共{count}项。{program}"
SOME_FAILED = "自检没有通过，{count}项里有{failed}项失败：{checks}。请把程序文件夹重新完整拷贝一次再试；仍然失败，请把以上各行交给维护人员。{program}"
PROGRAM = "（{name} {version}，Python {python}，{system}，{folder}）"

CHART_INDICATOR = "孕产妇死亡率"
CHART_AIM = "＜8/10万"
CHART_SOURCE = "来源：自检"

WINDOW = "窗口"
WINDOW_FONT = "字体里没有这些字：{missing}"
WINDOW_EMPTY = "窗口没有画出来"
WINDOW_GOOD = "画出首页（{width}×{height}）"
