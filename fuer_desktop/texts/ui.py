"""Words on screens: frame, pages, buttons, empty states."""

PROGRAM = "妇儿规划监测"
TITLE = "{program} · {place} · {year}年度 · {who} · {state}"
PRACTICE_MARK = "演练"
TITLE_WITHOUT_TASK = "{program} · {who} · {state}"
OFFICE = "办公室"
SAVED_AT = "已存盘 {time}"
SAVING = "正在存盘"
NOT_SAVED = "{count}格没有存盘"
RETRY = "再存一次"
UNSAVED = "有{count}格没有存盘（见窗口里的说明）。关闭后这些格子里的数会丢失。"
CLOSE_ANYWAY = "仍然关闭，丢掉{count}格"
STAY = "不关闭"
DISMISS = "知道了"

NAV = {
    "start": "开始",
    "desk_home": "首页",
    "forms": "报表",
    "submit": "上报",
    "paper": "收下",
    "keeping": "保管",
    "tasks": "任务",
    "intake": "接收",
    "inquiries": "征询",
    "matters": "待定",
    "board": "汇总表",
    "indicators": "指标",
    "plans": "规划",
}
MENU_FILE = "文件(&F)"
MENU_VIEW = "显示(&V)"
MENU_HELP = "帮助(&H)"
OPEN_TASK = "打开任务包…"
OPEN_WORKSPACE = "打开工作库…"
NEW_OFFICE = "新建办公室工作库…"
QUIT = "退出"
LARGE_TYPE = "大字"
DARK = "深色"
LOOK_WAITS = "正在做的事做完以后，再换成新的显示。"
ABOUT = "关于"
ABOUT_TEXT = "{program} {version}\n在本机运行，不联网。\n字体：思源黑体子集（SIL 开放字体许可证 1.1）\nQt 与 PySide6：LGPL 3.0"
CANCEL = "取消"
OK = "确定"
TASK_FILES = "任务包 (*.fuer)"
WORKSPACE_FILES = "工作库 (*.fuerdb)"
CHOOSE_TASK = "选任务包"
CHOOSE_WORKSPACE = "选工作库"
CHOOSE_NEW_OFFICE = "办公室工作库存放在"
CHOOSE_OUT = "导出到哪个文件夹"
FAULT = "程序出了自己的错误，已写进日志，数据没有改动。请把日志 {log} 交给维护人员。"

START_TITLE = "从一个文件开始"
START_TEXT = (
    "填报单位：打开办公室发来的任务包，或把它拖到这里。\n办公室：打开办公室工作库，或新建一个。"
)
READ_PLANS = "看规划"
RECENT = "最近打开"
RECENT_LOST = "{file}（不在，可以重建）"

FILE_THERE = "已经有“{file}”，没有写。请换一个文件名，或选中原来的文件来替换。"
