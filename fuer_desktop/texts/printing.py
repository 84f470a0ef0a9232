"""Words of the window in which forms are printed."""

TOOL = "打印（签字用）"
TITLE = "打印（签字用）"
THIS = "&1 本表（{code}）"
ALL = "&2 本单位全部{count}张表"
BLANK = "空表，不印数（手填用）(&B)"
PAPER = "纸张"
PAPER_USUAL = "自动（放得下的最小一种）"
MEASURE = "计量单位"
MEASURE_OWN = "照报表"
ZOOM = "显示"
ZOOMS = {"page": "页宽", "1": "100%", "1.5": "150%", "2": "200%"}
SAVE = "存为 PDF(&S)…"
PRINT = "打印(&P)…"
CLOSE = "关闭"
PREVIEW = "打印预览"
PREVIEW_PAGES = "{title}，共{count}页。用 PageUp、PageDown 翻看。"
LAYING_OUT = "正在排版…"
PAGE = "第{number}页　共{count}页"
SMALLER = "缩印{percent}%"
ADVICE = {
    "blank": "空表没有核对码。",
    "draft": "每页印有“草稿”。要签字盖章的，请先在“上报”里导出，再打印。",
    "handed_in": "可以签字盖章。每页右下角的核对码由该页的数算出，办公室据此核对纸与文件。",
}
MIXED = "有的表导出后有改动"
SAVED = "已存为：\n{path}"
PRINTING = "已交给打印机“{printer}”，共{count}页。"
NO_PRINTER = "这台电脑没有装打印机。请存为 PDF，拿到有打印机的电脑上打印。"
PRINTER_FAILED = "打印机“{printer}”没有接受。请看打印机是否打开，或存为 PDF。"
NOT_SAVED_YET = "有{count}格还没有存盘，存好后再打印：{advice}"
SAVE_FIRST = "按窗口上方的“再存一次”。"
CHOOSE_FILE = "存为 PDF"
PDF_FILES = "PDF (*.pdf)"
FILE_NAME = "{form}_{unit}_{year}.pdf"
ALL_FORMS = "报表"
