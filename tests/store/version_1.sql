-- What version 1 of the schema wrote: one made-up report. Never edit or renew it.
BEGIN TRANSACTION;
CREATE TABLE cells (
	cell_key INTEGER NOT NULL, 
	cell TEXT NOT NULL, 
	table_id TEXT NOT NULL, 
	row_id TEXT NOT NULL, 
	column_id TEXT NOT NULL, 
	label TEXT NOT NULL, 
	column_label TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	PRIMARY KEY (cell_key), 
	UNIQUE (cell)
);
INSERT INTO "cells" VALUES(1,'disclosure.regulations.issued','disclosure','regulations','issued','规章','本年制发件数','件');
INSERT INTO "cells" VALUES(2,'disclosure.regulations.repealed','disclosure','regulations','repealed','规章','本年废止件数','件');
INSERT INTO "cells" VALUES(3,'disclosure.regulations.in_force','disclosure','regulations','in_force','规章','现行有效件数','件');
INSERT INTO "cells" VALUES(4,'disclosure.normative_docs.issued','disclosure','normative_docs','issued','行政规范性文件','本年制发件数','件');
INSERT INTO "cells" VALUES(5,'disclosure.normative_docs.repealed','disclosure','normative_docs','repealed','行政规范性文件','本年废止件数','件');
INSERT INTO "cells" VALUES(6,'disclosure.normative_docs.in_force','disclosure','normative_docs','in_force','行政规范性文件','现行有效件数','件');
INSERT INTO "cells" VALUES(7,'disclosure.licensing.decisions','disclosure','licensing','decisions','行政许可','本年处理决定数量','件');
INSERT INTO "cells" VALUES(8,'disclosure.punishment.decisions','disclosure','punishment','decisions','行政处罚','本年处理决定数量','件');
INSERT INTO "cells" VALUES(9,'disclosure.coercion.decisions','disclosure','coercion','decisions','行政强制','本年处理决定数量','件');
INSERT INTO "cells" VALUES(10,'disclosure.fees.amount_wan','disclosure','fees','amount_wan','行政事业性收费','本年收费金额（单位：万元）','万元');
INSERT INTO "cells" VALUES(11,'requests.new.natural_person','requests','new','natural_person','本年新收政府信息公开申请数量','自然人','件');
INSERT INTO "cells" VALUES(12,'requests.new.commercial','requests','new','commercial','本年新收政府信息公开申请数量','商业企业','件');
INSERT INTO "cells" VALUES(13,'requests.new.research','requests','new','research','本年新收政府信息公开申请数量','科研机构','件');
INSERT INTO "cells" VALUES(14,'requests.new.public_welfare','requests','new','public_welfare','本年新收政府信息公开申请数量','社会公益组织','件');
INSERT INTO "cells" VALUES(15,'requests.new.legal_service','requests','new','legal_service','本年新收政府信息公开申请数量','法律服务机构','件');
INSERT INTO "cells" VALUES(16,'requests.new.other_org','requests','new','other_org','本年新收政府信息公开申请数量','其他','件');
INSERT INTO "cells" VALUES(17,'requests.new.total','requests','new','total','本年新收政府信息公开申请数量','总计','件');
INSERT INTO "cells" VALUES(18,'requests.carried_in.natural_person','requests','carried_in','natural_person','上年结转政府信息公开申请数量','自然人','件');
INSERT INTO "cells" VALUES(19,'requests.carried_in.commercial','requests','carried_in','commercial','上年结转政府信息公开申请数量','商业企业','件');
INSERT INTO "cells" VALUES(20,'requests.carried_in.research','requests','carried_in','research','上年结转政府信息公开申请数量','科研机构','件');
INSERT INTO "cells" VALUES(21,'requests.carried_in.public_welfare','requests','carried_in','public_welfare','上年结转政府信息公开申请数量','社会公益组织','件');
INSERT INTO "cells" VALUES(22,'requests.carried_in.legal_service','requests','carried_in','legal_service','上年结转政府信息公开申请数量','法律服务机构','件');
INSERT INTO "cells" VALUES(23,'requests.carried_in.other_org','requests','carried_in','other_org','上年结转政府信息公开申请数量','其他','件');
INSERT INTO "cells" VALUES(24,'requests.carried_in.total','requests','carried_in','total','上年结转政府信息公开申请数量','总计','件');
INSERT INTO "cells" VALUES(25,'requests.granted.natural_person','requests','granted','natural_person','予以公开','自然人','件');
INSERT INTO "cells" VALUES(26,'requests.granted.commercial','requests','granted','commercial','予以公开','商业企业','件');
INSERT INTO "cells" VALUES(27,'requests.granted.research','requests','granted','research','予以公开','科研机构','件');
INSERT INTO "cells" VALUES(28,'requests.granted.public_welfare','requests','granted','public_welfare','予以公开','社会公益组织','件');
INSERT INTO "cells" VALUES(29,'requests.granted.legal_service','requests','granted','legal_service','予以公开','法律服务机构','件');
INSERT INTO "cells" VALUES(30,'requests.granted.other_org','requests','granted','other_org','予以公开','其他','件');
INSERT INTO "cells" VALUES(207,'requests.denied.total','requests','denied','total','不予公开','总计','件');
INSERT INTO "cells" VALUES(214,'requests.unable.total','requests','unable','total','无法提供','总计','件');
INSERT INTO "cells" VALUES(221,'requests.not_processed.total','requests','not_processed','total','不予处理','总计','件');
INSERT INTO "cells" VALUES(228,'requests.other.total','requests','other','total','其他处理','总计','件');
CREATE TABLE derived_facts (
	report_key INTEGER NOT NULL, 
	cell_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	state_code INTEGER NOT NULL, 
	value FLOAT, 
	raw TEXT, 
	note TEXT NOT NULL, 
	how TEXT NOT NULL, 
	parts TEXT NOT NULL, 
	PRIMARY KEY (report_key, cell_key), 
	FOREIGN KEY(report_key) REFERENCES reports (report_key) ON DELETE CASCADE, 
	FOREIGN KEY(cell_key) REFERENCES cells (cell_key), 
	FOREIGN KEY(state_code) REFERENCES states (state_code)
)
 WITHOUT ROWID

;
INSERT INTO "derived_facts" VALUES(1,207,6,0,548.0,NULL,'','由8项相加：属于国家秘密 44＋其他法律行政法规禁止公开 51＋危及“三安全一稳定” 58＋保护第三方合法权益 65＋属于三类内部事务信息 72＋属于四类过程性信息 79＋属于行政执法案卷 86＋属于行政查询事项 93','["requests.denied.state_secret.total","requests.denied.law_forbidden.total","requests.denied.safety_stability.total","requests.denied.third_party.total","requests.denied.internal_affairs.total","requests.denied.process_info.total","requests.denied.enforcement_file.total","requests.denied.admin_query.total"]');
INSERT INTO "derived_facts" VALUES(1,214,13,0,321.0,NULL,'','由3项相加：本机关不掌握相关政府信息 100＋没有现成信息需要另行制作 107＋补正后申请内容仍不明确 114','["requests.unable.not_held.total","requests.unable.needs_creation.total","requests.unable.still_unclear.total"]');
INSERT INTO "derived_facts" VALUES(1,221,20,0,675.0,NULL,'','由5项相加：信访举报投诉类申请 121＋重复申请 128＋要求提供公开出版物 135＋无正当理由大量反复申请 142＋要求行政机关确认或重新出具已获取信息 149','["requests.not_processed.petition.total","requests.not_processed.repeat.total","requests.not_processed.publication.total","requests.not_processed.excessive.total","requests.not_processed.reconfirm.total"]');
INSERT INTO "derived_facts" VALUES(1,228,27,0,489.0,NULL,'','由3项相加：申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 156＋申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 163＋其他 170','["requests.other.no_correction.total","requests.other.fee_unpaid.total","requests.other.else.total"]');
CREATE TABLE facts (
	report_key INTEGER NOT NULL, 
	cell_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	state_code INTEGER NOT NULL, 
	value FLOAT, 
	raw TEXT, 
	note TEXT NOT NULL, 
	label_key INTEGER NOT NULL, 
	page INTEGER, 
	line INTEGER, 
	end_line INTEGER, 
	part INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (report_key, cell_key), 
	FOREIGN KEY(report_key) REFERENCES reports (report_key) ON DELETE CASCADE, 
	FOREIGN KEY(cell_key) REFERENCES cells (cell_key), 
	FOREIGN KEY(state_code) REFERENCES states (state_code), 
	FOREIGN KEY(label_key) REFERENCES labels (label_key)
)
 WITHOUT ROWID

;
INSERT INTO "facts" VALUES(1,1,0,0,0.0,'0','',1,NULL,1,1,0);
INSERT INTO "facts" VALUES(1,2,1,0,1.0,'1','',1,NULL,2,2,0);
INSERT INTO "facts" VALUES(1,3,2,0,2.0,'2','',1,NULL,3,3,0);
INSERT INTO "facts" VALUES(1,4,3,0,3.0,'3','',1,NULL,4,4,0);
INSERT INTO "facts" VALUES(1,5,4,0,4.0,'4','',1,NULL,5,5,0);
INSERT INTO "facts" VALUES(1,6,5,0,5.0,'5','',1,NULL,6,6,0);
INSERT INTO "facts" VALUES(1,7,6,0,6.0,'6','',1,NULL,7,7,0);
INSERT INTO "facts" VALUES(1,8,7,0,7.0,'7','',1,NULL,8,8,0);
INSERT INTO "facts" VALUES(1,9,8,0,8.0,'8','',1,NULL,9,9,0);
INSERT INTO "facts" VALUES(1,10,9,0,9.0,'9','',1,NULL,10,10,0);
INSERT INTO "facts" VALUES(1,11,10,0,10.0,'10','',1,NULL,11,11,0);
INSERT INTO "facts" VALUES(1,12,11,0,11.0,'11','',1,NULL,12,12,0);
INSERT INTO "facts" VALUES(1,13,12,0,12.0,'12','',1,NULL,13,13,0);
INSERT INTO "facts" VALUES(1,14,13,0,13.0,'13','',1,NULL,14,14,0);
INSERT INTO "facts" VALUES(1,15,14,0,14.0,'14','',1,NULL,15,15,0);
INSERT INTO "facts" VALUES(1,16,15,0,15.0,'15','',1,NULL,16,16,0);
INSERT INTO "facts" VALUES(1,17,16,0,16.0,'16','',1,NULL,17,17,0);
INSERT INTO "facts" VALUES(1,18,17,0,17.0,'17','',1,NULL,18,18,0);
INSERT INTO "facts" VALUES(1,19,18,0,18.0,'18','',1,NULL,19,19,0);
INSERT INTO "facts" VALUES(1,20,19,0,19.0,'19','',1,NULL,20,20,0);
INSERT INTO "facts" VALUES(1,21,20,0,20.0,'20','',1,NULL,21,21,0);
INSERT INTO "facts" VALUES(1,22,21,0,21.0,'21','',1,NULL,22,22,0);
INSERT INTO "facts" VALUES(1,23,22,0,22.0,'22','',1,NULL,23,23,0);
INSERT INTO "facts" VALUES(1,24,23,0,23.0,'23','',1,NULL,24,24,0);
INSERT INTO "facts" VALUES(1,25,24,0,24.0,'24','',1,NULL,25,25,0);
INSERT INTO "facts" VALUES(1,26,25,0,25.0,'25','',1,NULL,26,26,0);
INSERT INTO "facts" VALUES(1,27,26,0,26.0,'26','',1,NULL,27,27,0);
INSERT INTO "facts" VALUES(1,28,27,0,27.0,'27','',1,NULL,28,28,0);
INSERT INTO "facts" VALUES(1,29,28,0,28.0,'28','',1,NULL,29,29,0);
INSERT INTO "facts" VALUES(1,30,29,0,29.0,'29','',1,NULL,30,30,0);
CREATE TABLE findings (
	finding_key INTEGER NOT NULL, 
	report_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	severity TEXT NOT NULL, 
	answer TEXT, 
	message TEXT NOT NULL, 
	table_id TEXT NOT NULL, 
	row_id TEXT NOT NULL, 
	column_id TEXT NOT NULL, 
	expected TEXT NOT NULL, 
	found TEXT NOT NULL, 
	has_place INTEGER NOT NULL, 
	page INTEGER, 
	line INTEGER, 
	end_line INTEGER, 
	part INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (finding_key), 
	FOREIGN KEY(report_key) REFERENCES reports (report_key) ON DELETE CASCADE
);
INSERT INTO "findings" VALUES(1,1,0,'row_total','error','contradiction','总计与各列之和不同','requests','new','total','3','4',1,NULL,9,9,0);
INSERT INTO "findings" VALUES(2,1,1,'form_year','info',NULL,'格式与年份不符','','','','','',0,NULL,NULL,NULL,0);
CREATE TABLE labels (
	label_key INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	PRIMARY KEY (label_key), 
	UNIQUE (label)
);
INSERT INTO "labels" VALUES(1,'');
INSERT INTO "labels" VALUES(2,'一、本年新收');
CREATE TABLE manifest_entries (
	location TEXT NOT NULL, 
	manifest TEXT NOT NULL, 
	line INTEGER NOT NULL, 
	agency TEXT, 
	region TEXT, 
	year INTEGER, 
	url TEXT, 
	published TEXT, 
	captured TEXT, 
	part_of TEXT, 
	PRIMARY KEY (location)
);
CREATE TABLE meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "meta" VALUES('schema_version','1');
INSERT INTO "meta" VALUES('store_id','d955758995fc49f992d999d47665ae82');
INSERT INTO "meta" VALUES('sequence','1');
INSERT INTO "meta" VALUES('fold_version','1');
CREATE TABLE printed_rows (
	report_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	table_id TEXT NOT NULL, 
	row_id TEXT NOT NULL, 
	label_key INTEGER NOT NULL, 
	page INTEGER, 
	line INTEGER, 
	end_line INTEGER, 
	part INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (report_key, position), 
	FOREIGN KEY(report_key) REFERENCES reports (report_key) ON DELETE CASCADE, 
	FOREIGN KEY(label_key) REFERENCES labels (label_key)
)
 WITHOUT ROWID

;
INSERT INTO "printed_rows" VALUES(1,0,'requests','new',2,NULL,9,9,0);
CREATE TABLE removed_reports (
	report_key INTEGER NOT NULL, 
	report TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	PRIMARY KEY (report_key)
);
CREATE TABLE report_files (
	report_key INTEGER NOT NULL, 
	part INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	encoding TEXT NOT NULL, 
	PRIMARY KEY (report_key, part), 
	FOREIGN KEY(report_key) REFERENCES reports (report_key) ON DELETE CASCADE, 
	FOREIGN KEY(sha256) REFERENCES source_texts (sha256)
);
INSERT INTO "report_files" VALUES(1,0,'sha-aaaaaaaaaaaa','text','utf-8');
CREATE TABLE reports (
	report_key INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	report TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	fingerprint TEXT NOT NULL, 
	title TEXT NOT NULL, 
	agency TEXT NOT NULL, 
	agency_printed TEXT NOT NULL, 
	level TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	function TEXT NOT NULL, 
	region TEXT, 
	province TEXT, 
	city TEXT, 
	county TEXT, 
	township TEXT, 
	year INTEGER, 
	form TEXT NOT NULL, 
	confidence TEXT NOT NULL, 
	evidence TEXT NOT NULL, 
	url TEXT NOT NULL, 
	published TEXT NOT NULL, 
	captured TEXT NOT NULL, 
	UNIQUE (report)
);
INSERT INTO "reports" VALUES(1,'aaaaaaaaaaaa',1,'fp-aaaaaaaaaaaa','甲县教育局工作年度报告','甲县教育局','','county','department','教育','河南省/洛阳市','河南省','洛阳市',NULL,NULL,2022,'2021','{"agency": 0.9}','{"agency": "标题"}','https://example.invalid/','2023-01-31','');
CREATE TABLE sections (
	section_key INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	report_key INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	section TEXT NOT NULL, 
	title TEXT NOT NULL, 
	printed TEXT NOT NULL, 
	text TEXT NOT NULL, 
	text_length INTEGER NOT NULL, 
	line_places TEXT NOT NULL, 
	page INTEGER, 
	line INTEGER, 
	end_line INTEGER, 
	part INTEGER DEFAULT '0' NOT NULL, 
	FOREIGN KEY(report_key) REFERENCES reports (report_key) ON DELETE CASCADE
);
INSERT INTO "sections" VALUES(1,1,0,'overview','一、总体情况','本年未收到申请
Ａ','本年未收到申请a',8,'[[3,3,null,0,1],[5,6,null,0,1]]',NULL,2,6,0);
INSERT INTO "sections" VALUES(2,1,1,'other','六、其他','','',0,'[]',NULL,7,7,0);
CREATE TABLE source_files (
	source_key INTEGER NOT NULL, 
	location TEXT NOT NULL, 
	source TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	code TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	report_key INTEGER, 
	part INTEGER NOT NULL, 
	indexed_at TEXT NOT NULL, 
	PRIMARY KEY (source_key), 
	UNIQUE (location), 
	FOREIGN KEY(report_key) REFERENCES reports (report_key) ON DELETE SET NULL
);
INSERT INTO "source_files" VALUES(1,'/reports/aaaaaaaaaaaa.txt','reports/aaaaaaaaaaaa.txt','sha-aaaaaaaaaaaa',20,'indexed','','',1,0,'2026-11-21T10:27:16+00:00');
CREATE TABLE source_texts (
	sha256 TEXT NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "source_texts" VALUES('sha-aaaaaaaaaaaa','第一行
第二行');
CREATE TABLE states (
	state_code INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	PRIMARY KEY (state_code), 
	UNIQUE (state)
);
INSERT INTO "states" VALUES(0,'number');
INSERT INTO "states" VALUES(1,'blank');
INSERT INTO "states" VALUES(2,'not_applicable');
INSERT INTO "states" VALUES(3,'text');
INSERT INTO "states" VALUES(4,'unreadable');
INSERT INTO "states" VALUES(5,'missing');
CREATE INDEX reports_by_agency_and_year ON reports (agency, year);
CREATE INDEX ix_reports_sequence ON reports (sequence);
CREATE INDEX ix_manifest_entries_part_of ON manifest_entries (part_of);
CREATE INDEX ix_removed_reports_sequence ON removed_reports (sequence);
CREATE INDEX ix_report_files_sha256 ON report_files (sha256);
CREATE INDEX ix_source_files_sha256 ON source_files (sha256);
CREATE INDEX ix_source_files_report_key ON source_files (report_key);
CREATE INDEX sections_outline ON sections (section_key, report_key, section, text_length);
CREATE UNIQUE INDEX sections_by_report ON sections (report_key, position);
CREATE INDEX facts_by_cell ON facts (cell_key, state_code, value, report_key);
CREATE INDEX derived_facts_by_cell ON derived_facts (cell_key, state_code, value, report_key);
CREATE INDEX printed_rows_by_label ON printed_rows (label_key, table_id, row_id, report_key);
CREATE INDEX findings_by_report ON findings (report_key, position);
CREATE INDEX findings_by_code ON findings (code);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('reports',1);
INSERT INTO "sqlite_sequence" VALUES('sections',2);
COMMIT;
