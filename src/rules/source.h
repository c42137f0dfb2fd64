/*
 * src/rules/source.h - where the rules come from, for the column `source`.
 * Layer: rules, private.
 *
 * Marks behind an article: LAW = its text was read; LAW-2nd = known through
 * a report, the wording may differ; LAW-local = another city's rule; SEED =
 * in the city's own scheme; ENG = our own inference.
 */
#ifndef ZHIPAID_RULES_SOURCE_H
#define ZHIPAID_RULES_SOURCE_H

#define LAA "法律援助法 (2021-08-20) "
#define CPL "刑事诉讼法 (2018-10-26) "
#define SPC "刑诉法解释 法释〔2021〕1号 (2021-01-26) "
#define MPS "公安机关办理刑事案件程序规定 (2020-07-20) "
#define LL "律师法 (2017-09-01) "
#define CIVPL "民事诉讼法 (2023-09-01) "
#define CIVINT "民诉法解释 (2022) "
#define MPL "未成年人保护法 (2024) "
#define D148 "办理法律援助案件程序规定 司法部令第148号 (2023-09-01) "
#define COND "律师执业行为规范 (2017) "
#define CRIM17 "律师办理刑事案件规范 (2017) "
#define LA13 "关于刑事诉讼法律援助工作的规定 (2013) "
#define DL6 "法律援助值班律师工作办法 司规〔2020〕6号 (2020-08-20) "
#define DL17 "值班律师工作意见 司发通〔2017〕84号 "
#define DR "死刑复核法律援助规定(试行) 法〔2021〕348号 "
#define MIN "未成年人法律援助服务指引 司公通〔2020〕12号 "
#define HOLIDAYS "全国年节及纪念日放假办法 (2024-11-10) "
#define AQ "安庆 庆司通〔2023〕8号 (2023-04-18) "
#define BT "包头 包府发〔2024〕3号 "
#define IM "内蒙古 内政发〔2023〕7号 (2023-02-16) "
#define CF "赤峰 报道 (2022) "
#define HZ "杭州市法律援助条例 (2017) "
#define SD "山东省法律援助条例 (2015) "
#define ZJ24 "浙江 浙司〔2024〕6号 "
#define LS24 "拉萨 指派制度 (2024-07) "
#define QY24 "清远 指派规则解读 (2024-06-28) "
#define JS20 "江苏 派驻检察院值班律师意见 (2020-09) "
#define SZ "深圳 更换情形 "

#endif
