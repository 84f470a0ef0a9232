"""Words of the command line: help, outcomes, and argparse's own messages in Chinese."""

PROGRAM = "妇儿规划监测：妇女发展规划、儿童发展规划年度监测。全部在本机运行，不联网。"
EPILOG = "结果写到屏幕或 --out 指定的文件。退出码：0 完成；1 完成，但有要人处理的事；2 命令写错；3 不能完成（文件、磁盘、数据）；4 程序自己的错误（见日志）。"
COMMAND = "命令"

HELP = {
    "check-definitions": "检查定义文件（指标、报表、规划、地方），一次列出全部问题",
    "coverage": "报表覆盖：每条目标能不能由报表算出，每个填报格有没有用处；有缺口时退出码为1",
    "export-definition": "把定义写成 Excel 工作簿，在里面改；不写代码就写一份空的报表工作簿，照着填",
    "import-definition": "读填好的定义工作簿，没有错才写进定义文件夹；有错一次列出全部（哪张工作表哪一格）",
    "list-goals": "列出各规划的主要目标，文字照原文",
    "list-targets": "列出各规划的目标值，每条带原文和所属指标",
    "list-indicators": "列出指标目录：口径、分子分母、来源、责任部门",
    "list-rules": "列出各表的审核关系：类别、关系式、范围、空值、提示",
    "make-task": "办公室：建任务，为每个填报单位写一个任务包",
    "recovery-sheet": "办公室：做恢复单（一页 PDF，打印后删掉）；--check 核对一张恢复单是不是本办公室的",
    "replace-office-key": "办公室：凭恢复码换一把新密钥；工作库不在了，就按恢复码重建一个",
    "learn-office-key": "办公室：凭从前发出的包登记从前的密钥，按它导出的上报包也能收下",
    "unit-keys": "办公室：列出各单位的密钥；--do 认可、否认或停用其中一把",
    "open-task": "填报单位：打开任务包，新建工作库或并入已有的工作库",
    "fill": "填报单位：从表格文件（CSV）填数，全部可用才写入",
    "attach": "填报单位：给一张报表加附件（PDF、PNG、JPG、xlsx；每个不超过5MB，本年合计不超过10MB）",
    "attachments": "列出附件；--save 另存到一个文件夹（填报单位列本单位，办公室列已收下的）",
    "check": "审核：列出审核结果（填报单位审本单位，办公室审已计入的全部单位）",
    "findings": "列出留存的审核结果（差错清单）；--all 连同已改的一起列（审核查询记录）",
    "export": "填报单位：导出签名的上报包",
    "inquire": "填报单位：写征询包，问办公室能不能免审（A）或开放说明（B）；不是上报，不计入",
    "take-in-paper": "办公室：凭盖章件接收：没有用本程序的单位，读它盖章的工作簿或照盖章纸件录的数（CSV），审核后收下，处处标明",
    "take-in": "办公室：接收上报包，每个文件一行结果；也可列出历次接收（--runs）、撤回一次（--undo）",
    "inquiries": "办公室：列出收到的征询，问的每一条一行，数按征询包重新审核；征询不计入",
    "board": "办公室：列出各单位状态，谁没有报",
    "values": "列出数据，形状与 fill 相同（填报单位列本单位，办公室列已计入的，末栏标凭盖章件）",
    "indicators": "办公室：计算指标，全域和各单位",
    "judge": "办公室：按规划目标逐条判断",
    "chart": "办公室：画指标进度图（PNG、SVG 和图中数据 JSON）",
    "draw-form": "把报表印成 PDF：空表，或带本单位填的数；可以换算计量单位，换算后各项合计仍然相等",
    "check-paper": "纸电核对：纸上某一页的核对码与工作库或上报包里的数是否一致；是旧版时列出不同的格",
    "hand-over-card": "填报单位：把交接卡写成一页 PDF，给下一任填表人",
    "hand-over": "交接：把整个工作库写成加密的交接包，给下一台电脑或下一位；交接码只显示一次",
    "take-up": "接手：用交接包和交接码建一个新的工作库文件，不覆盖已有的",
    "take-back": "收回：交接出去的工作库，写明原因后接着用",
    "export-workbook": "把报表写成 Excel 工作簿，在 Excel 或 WPS 里填；不写工作库就写一份空表",
    "import-workbook": "填报单位：读填好的报表工作簿，列出新填、更改、有错的格；加 --apply 才写入",
    "history": "办公室：录入以前年度的指标值（CSV：indicator,year,value,source,status）",
    "undo": "填报单位：撤销最近一步（录入、粘贴、导入各算一步），关过程序也能撤销",
    "redo": "填报单位：恢复刚撤销的一步",
    "journal": "列出全部变更记录：何时、何人、哪台电脑、怎样改的、原值、新值，以及导出和接收",
    "backup": "立即备份，列出现有备份；--second 指定第二个备份位置",
    "restore": "从备份或第二份记录恢复：先比较，加 --yes 才换；原文件另存",
    "fsck": "检查工作库是否完好，不改动它。退出码：0 完好；1 有损坏；10 文件不在；11 正被打开；12 密钥不符",
    "register": "把 .fuer、.fuerdb 文件关联到本程序（只对当前用户，不需要管理员权限），以后双击就打开",
    "verify": "核对包：档案、签名、内容摘要对不对，是谁的、哪一年、第几版；不收下。退出码：0 完好；1 有问题",
    "durability": "存盘试验用：work 反复存数，read 打开并列出（环境变量 CRASH_DIR、CRASH_OUT、CRASH_SEED、CRASH_COUNT）",
    "demo": "演练：用真实规划和虚构单位、虚构数据走完全程",
    "self-test": "自检：本程序在这台电脑上能不能用，每项一行",
}
ARGUMENTS = {
    "hand_to": "交接给谁或哪台电脑",
    "handover": "交接包（.fuer）",
    "code": "交接码，12位数字",
    "reason": "原因，至少4个字",
    "any": "要核对的包（.fuer）",
    "verify_workspace": "用这个工作库的密钥打开加密的内容，并核对签名密钥是不是登记的",
    "workspace": "工作库文件（.fuerdb）",
    "task": "任务代码，缺省为最近一个任务",
    "year": "数据年度，如 2025",
    "deadline": "应报日期，如 2026-05-20",
    "units": "填报单位名单（TOML）",
    "catalogue": "定义文件夹，缺省为程序自带",
    "coverage_place": "只看哪个地方（places 里的代码），缺省为各地合在一起",
    "cells": "列出填报格，缺省列出目标",
    "codes": "表号、规划代码、地方代码、指标文件名（如 health），或单位名单文件（.toml）；可以写几个",
    "workbook": "工作簿文件（.xlsx）",
    "definitions": "写进哪个定义文件夹，没有就新建",
    "revise": "任务已经下发而又有改动的，修订任务并写出新的任务包",
    "replace": "文件夹里已有的定义也换成工作簿里的",
    "csv": "写成 CSV（现在只有这一种）",
    "out_folder": "写到哪个文件夹",
    "place": "演练哪个地方的规划（%(choices)s），缺省 %(default)s",
    "out_file": "写到哪个文件（CSV），缺省写到屏幕",
    "with_gone": "连同已改、已不成立的一起列出",
    "package": "任务包文件（.fuer）",
    "sheet": "恢复单写到哪个文件（.pdf），缺省写在工作库旁边",
    "check_sheet": "不做新的，核对恢复码是不是本办公室的",
    "recovery_code": "恢复单上的16组数字，写在引号里；不写就在运行时输入（不留在命令记录里）",
    "key_number": "新密钥的序号至少是多少；缺省按日期定，一般不用写",
    "former_package": "换密钥以前办公室发出的任务包、退回包或回执（.fuer）",
    "decide_key": "答复：%(choices)s（认可、否认、停用）",
    "key_unit": "填报单位代码",
    "key": "密钥指纹，6组4位数字，写在引号里",
    "key_reason": "原因，如 换电脑",
    "last_version": "停用：到第几版为止还算数，缺省 0（全部不算）",
    "rows": "数据文件（CSV：unit,form,period,table,row,column,value,kind,reason,note）",
    "attached": "要附上的文件",
    "save": "把附件另存到哪个文件夹，文件名由单位代码、表号、年度和序号组成",
    "folder": "存放上报包的文件夹，包括其下各层",
    "intake_csv": "把各文件的结果另存成表格文件（CSV）",
    "intake_failed": "把收不下的文件连同结果拷到这个文件夹下，交给送件人",
    "intake_runs": "列出历次接收的编号和结果",
    "intake_undo": "撤回第几次接收（编号见 --runs）",
    "head": "单位负责人姓名",
    "statistics_head": "统计负责人姓名",
    "filler": "填表人姓名",
    "target": "目标代码，如 WW03；缺省画全部目标",
    "form": "表号，如 FE-XZ01",
    "form_place": "按哪个地方用的样子（places 里的代码），缺省按目录里的原样",
    "form_year": "数据年度，如 2025；缺省用今年的版本，年份留空",
    "form_workspace": "填报单位的工作库（.fuerdb）：带上已填的数；缺省印空表",
    "unit_of_measure": "把能换算的数换算成哪个计量单位，如 万人",
    "paper": "纸张：a4 竖、a4-across 横、a3 竖、a3-across 横；缺省用放得下的最小一种，选小了就缩印",
    "paper_file": "工作库（.fuerdb）或上报包（.fuer）",
    "paper_page": "纸上的页码",
    "paper_text": "纸上该页右下角的核对码，如 4817-2093-5526",
    "paper_unit": "哪个填报单位的报表（单位代码）；核对办公室的工作库时要写",
    "paper_workspace": "核对上报包时：有这个任务的工作库",
    "png": "每页另写一张图片（PNG），放在旁边",
    "blank": "不带已填的数",
    "apply": "写入列出的新填和更改的格，算一步，可以撤销",
    "clear_blanks": "工作簿里空着的格也清除（缺省不清除）",
    "marked": "另写一份标出错处的工作簿（.xlsx），原工作簿不变",
    "pdf": "写到哪个文件（.pdf）",
    "on_paper_unit": "哪个填报单位（单位代码）",
    "on_paper_workbook": "填好的报表工作簿（.xlsx），可以写几个；都不写就收代录工作库里已录的",
    "on_paper_seen": "看到了什么、何时收到，如 盖章纸件，2026-05-18收到",
    "on_paper_by": "录入人姓名",
    "on_paper_check": "纸上每页的核对码，写成 表号:页码:核对码，如 FE-XZ01:1:4817-2093-5526；纸上没有就不写",
    "on_paper_told": "审核结果的原因从何而来（纸上写明，或电话里谁说的、哪天说的）",
    "on_paper_despite": "核对码不同仍收下的原因，如盖章件上有手写更正",
    "on_paper_out": "把收下的上报包也存一份到哪个文件夹",
    "history": "以前年度指标值文件（CSV）",
    "yes_undo": "撤销的不是今天的改动时，也撤销",
    "second": "每份备份在这个文件夹里也放一份（U盘、另一块硬盘、共享盘都可以）",
    "backup": "备份的文件名，缺省用第二份记录，没有就用最新的备份",
    "witness": "从这个第二份记录文件重建（缺省用最新的一份）",
    "yes_restore": "比较之后就换成恢复的文件",
    "deep": "逐条核对：每一页、每条变更记录、每一格、每个上报包（较慢）",
    "untie": "取消关联，不动别的程序的设置",
    "show_ties": "只说明现在双击打开的是什么，不改动",
    "durability": "work 或 read",
    "report": "把结果也写到哪个文件（没有命令行窗口时用）",
}
HELP_OPTION = "显示本说明"
VERSION_OPTION = "显示版本"

DEFINITIONS_GOOD = (
    "定义文件没有问题：{indicators}个指标，{forms}张报表，{plans}个规划，{targets}条目标。"
)
DEFINITIONS_EXPORTED = "{codes} 已写到 {path}"
EMPTY_EXPORTED = "空的工作簿已写到 {path}，打开后先看“说明”。"
DEFINITIONS_IMPORTED = "没有错误。已写进 {folder}：{files}。"
TASK_MADE = "任务{task}：写出{count}个任务包，在{folder}。"
TASK_REVISED = "任务{task}第{number}次修订。"
TASK_OPENED = "{unit}，任务{task}，应报{deadline}，要填{forms}。工作库：{workspace}"
FILLED = "填入{cells}格：{forms}。"
CHECKED = "审核结果{count}条，其中{blocking}条未处理、不能导出。"
CHECKED_CLEAN = "审核结果{count}条，没有要处理的。"
EXPORTED = "第{version}版已写到 {path}"
EXPORTED_AGAIN = "内容没有变化，重新写出第{version}版：{path}"
TAKEN_IN = "共{count}个文件：{tally}。"
TAKE_IN_WHAT = "请写明存放上报包的文件夹，或用 --runs 列出历次接收，或用 --undo 撤回一次。"
MISSING = "应报{due}个单位，已收{received}个，未报{missing}个{names}。"
JUDGED = "{count}条目标：{tally}。"
CHARTED = "画出{count}张图，在{folder}。"
FORM_DRAWN = "{form}已写到：{files}"
CARD_DRAWN = "交接卡已写到：{files}"
SUMS_GAVE_WAY = "有的合计在换算以后不能与分项之和相等，表下已注明。"
HISTORY_SET = "录入{count}个以前年度的指标值。"
HISTORY_HEADER = "“{file}”第一行应为：indicator,year,value,source,status。"
HISTORY_ROW = "“{file}”第{line}行：{problem}"
UNKNOWN_INDICATOR = "没有指标“{code}”。"
UNKNOWN_TARGET = "没有目标“{code}”。可用的代码见 judge 的结果。"
WRONG_DATE = "“{text}”不是日期，请写成 2026-05-20。"
STOPPED = "已中止。已经完成的部分保留。"
BUG = "程序出了自己的错误，数据没有改动。详情写在日志 {log}，请交给维护人员。"

ARGPARSE = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "subcommands": "命令",
    "show this help message and exit": HELP_OPTION,
    "show program's version number and exit": VERSION_OPTION,
    "the following arguments are required: %s": "缺少：%s",
    "unrecognized arguments: %s": "不认识：%s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "不认识 %(value)r，可以是 %(choices)s",
    "invalid %(type)s value: %(value)r": "不能是 %(value)r",
    "expected one argument": "后面要写一个值",
    "expected at least one argument": "后面至少要写一个值",
    "not allowed with argument %s": "不能与 %s 同时用",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是 %(matches)s",
    "%(prog)s: error: %(message)s\n": "%(message)s\n用 %(prog)s --help 看说明。\n",
    "(default: %(default)s)": "（缺省：%(default)s）",
    "expected %s argument": "后面要写%s个值",
    "expected %s arguments": "后面要写%s个值",
}

WORKBOOK_WRITTEN = "{form}已写成工作簿：{path}"
WORKBOOK_COUNTS = "{form}：{counts}。"
WORKBOOK_APPLIED = "已从工作簿写入{cells}格，撤销用 undo 命令。"
WORKBOOK_MARKED = "标出{count}格错处的副本：{path}"
