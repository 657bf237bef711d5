BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE decision (
	report_key TEXT NOT NULL, 
	incident_id TEXT NOT NULL, 
	same INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_decision PRIMARY KEY (report_key, incident_id), 
	CONSTRAINT fk_decision_incident_id_incident FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_decision_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
CREATE TABLE event (
	"key" TEXT NOT NULL, 
	date_start TEXT NOT NULL, 
	date_end TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	parties TEXT NOT NULL, 
	title TEXT NOT NULL, 
	place TEXT NOT NULL, 
	url TEXT NOT NULL, 
	publisher TEXT NOT NULL, 
	published TEXT NOT NULL, 
	updated_at VARCHAR(32) NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY ("key"), 
	CONSTRAINT fk_event_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
INSERT INTO "event" VALUES('1995-02|construction|The Philippines reports Chinese structures on Mischief Reef','1995-02','','construction','CN;PH','The Philippines reports Chinese structures on Mischief Reef','Mischief Reef','https://thecoreinitiative.org/2016/03/09/journeyto30-reefs-of-mischief/','The Core Initiative (Philippine Star)','2016-03-09','2026-01-01T00:00:01.000000Z',2);
CREATE TABLE incident (
	id TEXT NOT NULL, 
	status TEXT NOT NULL, 
	date_start TEXT NOT NULL, 
	date_end TEXT NOT NULL, 
	time_local TEXT NOT NULL, 
	types TEXT NOT NULL, 
	initiators TEXT NOT NULL, 
	targets TEXT NOT NULL, 
	initiator_units TEXT NOT NULL, 
	target_units TEXT NOT NULL, 
	place TEXT NOT NULL, 
	location_text TEXT NOT NULL, 
	printed_lat TEXT NOT NULL, 
	printed_lon TEXT NOT NULL, 
	injured INTEGER, 
	killed INTEGER, 
	detained INTEGER, 
	damage TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	accounts TEXT NOT NULL, 
	corroboration TEXT NOT NULL, 
	printed_radius_km TEXT NOT NULL, 
	sources TEXT NOT NULL, 
	unmapped TEXT NOT NULL, 
	disagreements TEXT NOT NULL, 
	severity INTEGER NOT NULL, 
	flags TEXT NOT NULL, 
	episode TEXT NOT NULL, 
	independent_sources INTEGER NOT NULL, 
	lat FLOAT, 
	lon FLOAT, 
	radius_km FLOAT, 
	method TEXT NOT NULL, 
	feature_id TEXT NOT NULL, 
	matched_text TEXT NOT NULL, 
	alternatives TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	zones TEXT NOT NULL, 
	zones_possible TEXT NOT NULL, 
	zone_shares TEXT NOT NULL, 
	claimants TEXT NOT NULL, 
	nearest_feature TEXT NOT NULL, 
	nearest_feature_nm FLOAT, 
	award_2016 TEXT NOT NULL, 
	nearest_coast TEXT NOT NULL, 
	nearest_coast_nm FLOAT, 
	standing TEXT NOT NULL, 
	baseline_nm_bn FLOAT, 
	baseline_nm_cn FLOAT, 
	baseline_nm_id FLOAT, 
	baseline_nm_my FLOAT, 
	baseline_nm_ph FLOAT, 
	baseline_nm_tw FLOAT, 
	baseline_nm_vn FLOAT, 
	geodata_version TEXT NOT NULL, 
	provenance TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	updated_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_incident PRIMARY KEY (id)
);
INSERT INTO "incident" VALUES('19740119-paracels-battle','retracted','1974-01-19','1974-01-20','10:24','sinking;shots_fired;detention;ramming','CN-PLAN;RVN-NAVY','RVN-NAVY;CN-PLAN','271;274;389;396','HQ-4;HQ-5;HQ-10;HQ-16','Duncan Island','Crescent group, Paracel Islands','','',NULL,NULL,48,'HQ-10 sunk, three South Vietnamese and four Chinese ships damaged','Chinese and South Vietnamese warships fought off Duncan Island; the corvette HQ-10 was sunk, and next day Chinese forces took the remaining islands.','CN: 18 of its own killed and 67 wounded; South Vietnam: more than 100 killed and wounded (Wikipedia)','undisputed','','[{"published":"","publisher":"Wikipedia","url":"https://en.wikipedia.org/wiki/Battle_of_the_Paracel_Islands"},{"published":"","publisher":"Republic of Vietnam documents (copy)","url":"https://paracels74.tripod.com/tailieuHQ4CTCT.htm"},{"published":"2022-11","publisher":"Them Son Ha","url":"http://themsonha.blogspot.com/2022/11/paracel-islandsnaval-battle-january-19.html"}]','','{}',5,'','',2,16.51667,111.63333,25.0,'feature','crescent-group','Crescent group','paracel-islands','','','cn-dash-area;cz-antelope-reef;cz-drummond-island;cz-duncan-island;cz-guangjin-beierdao;cz-guangjin-beiyidao;cz-guangjin-xidao;cz-jinyin-dongdao;cz-kuangzai-beidao;cz-laocuzhizai-dao;cz-money-island;cz-north-reef-paracel;cz-observation-bank;cz-passu-keah;cz-pattle-island;cz-quanfu-island;cz-robert-island;cz-weizhizai-dao;cz-yagong-island;cz-yinyu-dongdao;cz-yinyuzai-xidao;ts-antelope-reef;ts-da-son-ky;ts-da-tra-tay;ts-discovery-reef-paracel;ts-drummond-island;ts-duncan-island;ts-guangjin-beierdao;ts-guangjin-beiyidao;ts-guangjin-xidao;ts-jinyin-dongdao;ts-kuangzai-beidao;ts-laocuzhizai-dao;ts-money-island;ts-observation-bank;ts-pattle-island;ts-quanfu-island;ts-robert-island;ts-vuladdore-reef;ts-weizhizai-dao;ts-yagong-island;ts-yinyu-dongdao;ts-yinyuzai-xidao','{"cn-dash-area": 1.0, "cz-antelope-reef": 0.297, "cz-drummond-island": 0.423, "cz-duncan-island": 0.373, "cz-guangjin-beierdao": 0.347, "cz-guangjin-beiyidao": 0.347, "cz-guangjin-xidao": 0.348, "cz-jinyin-dongdao": 0.442, "cz-kuangzai-beidao": 0.303, "cz-laocuzhizai-dao": 0.214, "cz-money-island": 0.475, "cz-north-reef-paracel": 0.035, "cz-observation-bank": 0.36, "cz-passu-keah": 0.245, "cz-pattle-island": 0.218, "cz-quanfu-island": 0.304, "cz-robert-island": 0.251, "cz-weizhizai-dao": 0.452, "cz-yagong-island": 0.307, "cz-yinyu-dongdao": 0.367, "cz-yinyuzai-xidao": 0.352, "ts-antelope-reef": 0.703, "ts-da-son-ky": 0.682, "ts-da-tra-tay": 0.664, "ts-discovery-reef-paracel": 0.222, "ts-drummond-island": 0.577, "ts-duncan-island": 0.627, "ts-guangjin-beierdao": 0.653, "ts-guangjin-beiyidao": 0.653, "ts-guangjin-xidao": 0.652, "ts-jinyin-dongdao": 0.558, "ts-kuangzai-beidao": 0.697, "ts-laocuzhizai-dao": 0.786, "ts-money-island": 0.525, "ts-observation-bank": 0.64, "ts-pattle-island": 0.782, "ts-quanfu-island": 0.696, "ts-robert-island": 0.749, "ts-vuladdore-reef": 0.0, "ts-weizhizai-dao": 0.548, "ts-yagong-island": 0.693, "ts-yinyu-dongdao": 0.633, "ts-yinyuzai-xidao": 0.648}','CN;TW;VN','shanhu-dong-ansha',1.036,'not_addressed','CN',143.249,'Possibly within 12 M of Antelope Reef, which China and Taiwan claim; possibly within 12 M of Da Son Ky (Crescent Group), Da Tra Tay (Crescent Group) and 19 other features; possibly inside the illustrative dash area; the place is known only to within 25 km.',713.972,142.906,731.385,629.756,468.907,594.348,158.681,'61439da83fda','{"accounts":"incident-csv:19740119-paracels-battle","corroboration":"incident-csv:19740119-paracels-battle","damage":"incident-csv:19740119-paracels-battle","date_end":"incident-csv:19740119-paracels-battle","date_start":"incident-csv:19740119-paracels-battle","detained":"incident-csv:19740119-paracels-battle","initiator_units":"incident-csv:19740119-paracels-battle","initiators":"incident-csv:19740119-paracels-battle","injured":"incident-csv:19740119-paracels-battle","killed":"incident-csv:19740119-paracels-battle","location_text":"incident-csv:19740119-paracels-battle","place":"incident-csv:19740119-paracels-battle","printed_lat":"incident-csv:19740119-paracels-battle","printed_lon":"incident-csv:19740119-paracels-battle","printed_radius_km":"incident-csv:19740119-paracels-battle","summary":"incident-csv:19740119-paracels-battle","target_units":"incident-csv:19740119-paracels-battle","targets":"incident-csv:19740119-paracels-battle","time_local":"incident-csv:19740119-paracels-battle","types":"incident-csv:19740119-paracels-battle"}',2,'2026-01-01T00:00:03.000000Z');
INSERT INTO "incident" VALUES('20230206-second-thomas-laser','accepted','2023-02-06','','','laser;dangerous_manoeuvre;blocking','CN-CCG;CN-MM','PH-PCG','CCG 5205;CCG 5102','BRP Malapascua (MRRV-4403);BRP Teresa Magbanua (MRRV-9701)','Second Thomas Shoal','10 nm from Second Thomas (Ayungin) Shoal','','',2,NULL,NULL,'','CCG 5205 shone a green laser twice at BRP Malapascua, blinding bridge crew for 10 to 15 seconds, and came within about 150 yards. The ship, which supported a resupply run, altered course to Lawak (Nanshan) Island.','PH: military-grade laser; CN: Philippine vessel intruded into its waters','multiple','','[{"published":"","publisher":"Philippine Daily Inquirer","url":"https://newsinfo.inquirer.net/1729763/pcg-crew-affected-by-chinese-laser-attack-being-monitored-for-adverse-effects/amp"},{"published":"2023-02-13","publisher":"ABS-CBN News","url":"https://news.abs-cbn.com/news/02/13/23/chinese-ship-blinds-ph-navy-with-military-grade-laser"},{"published":"2023-02-13","publisher":"Palawan News","url":"https://palawan-news.com/ccg-ship-uses-military-grade-laser-light-to-block-ph-vessels-transporting-supplies-to-ayungin/"},{"published":"2023-02-13","publisher":"Manila Bulletin","url":"https://mb.com.ph/2023/02/13/china-coast-guard-ship-points-blinding-laser-to-pcg-vessel/"},{"published":"","publisher":"NewsPress (coast guard statement)","url":"https://newspress.ph/pcg-statement-on-chinese-vessel-using-laser-at-pcg-ship-in-ayungin/"},{"published":"2023-02-13","publisher":"Philippine News Agency","url":"https://www.pna.gov.ph/articles/1195090"}]','','{}',4,'','',6,9.7325,115.86417,29.446,'offset','second-thomas-shoal','10 nm from Second Thomas (Ayungin) Shoal','','the direction from Second Thomas Shoal is open','my-eez;ph-eez;ph-kig','cn-dash-area;cz-alicia-annie-reef;ts-boxall-reef;ts-hardy-reef','{"cn-dash-area": 1.0, "cz-alicia-annie-reef": 0.143, "my-eez": 1.0, "ph-eez": 1.0, "ph-kig": 1.0, "ts-boxall-reef": 0.146, "ts-hardy-reef": 0.0}','CN;MY;PH;TW;VN','second-thomas-shoal',0.0,'low_tide_elevation','PH',86.172,'At Second Thomas Shoal, which China, the Philippines, Taiwan and Viet Nam claim and the 2016 Award found to be a low-tide elevation; within 200 M of Malaysian and Philippine baselines; inside the Kalayaan area of Philippine Presidential Decree 1596; possibly within 12 M of Boxall Reef, which China, the Philippines, Taiwan and Viet Nam claim and is not known to stand above high tide; possibly within 12 M of Hardy Reef; possibly inside the illustrative dash area; the place is known only to within 29 km.',283.269,617.622,344.312,154.962,106.055,773.735,399.191,'61439da83fda','{"accounts":"incident-csv:20230206-second-thomas-laser","corroboration":"incident-csv:20230206-second-thomas-laser","damage":"incident-csv:20230206-second-thomas-laser","date_end":"incident-csv:20230206-second-thomas-laser","date_start":"incident-csv:20230206-second-thomas-laser","detained":"incident-csv:20230206-second-thomas-laser","initiator_units":"incident-csv:20230206-second-thomas-laser","initiators":"incident-csv:20230206-second-thomas-laser","injured":"person","killed":"incident-csv:20230206-second-thomas-laser","location_text":"incident-csv:20230206-second-thomas-laser","place":"incident-csv:20230206-second-thomas-laser","printed_lat":"incident-csv:20230206-second-thomas-laser","printed_lon":"incident-csv:20230206-second-thomas-laser","printed_radius_km":"incident-csv:20230206-second-thomas-laser","summary":"incident-csv:20230206-second-thomas-laser","target_units":"incident-csv:20230206-second-thomas-laser","targets":"incident-csv:20230206-second-thomas-laser","time_local":"incident-csv:20230206-second-thomas-laser","types":"incident-csv:20230206-second-thomas-laser"}',2,'2026-01-01T00:00:02.000000Z');
CREATE TABLE incident_report (
	incident_id TEXT NOT NULL, 
	report_key TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	how VARCHAR(16) NOT NULL, 
	reasons TEXT NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_incident_report PRIMARY KEY (incident_id, report_key), 
	CONSTRAINT fk_incident_report_incident_id_incident FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_incident_report_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
INSERT INTO "incident_report" VALUES('19740119-paracels-battle','incident-csv:19740119-paracels-battle',0,'own','[]',1);
INSERT INTO "incident_report" VALUES('20230206-second-thomas-laser','incident-csv:20230206-second-thomas-laser',0,'own','[]',1);
CREATE TABLE quarantine (
	id INTEGER NOT NULL, 
	file TEXT NOT NULL, 
	"row" INTEGER NOT NULL, 
	raw TEXT NOT NULL, 
	reasons TEXT NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_quarantine PRIMARY KEY (id), 
	CONSTRAINT fk_quarantine_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
INSERT INTO "quarantine" VALUES(1,'incidents.csv',4,'20230206-second-thomas-bad,2023-02-06,,,lasre,CN-CCG;CN-MM,PH-PCG,CCG 5205;CCG 5102,BRP Malapascua (MRRV-4403);BRP Teresa Magbanua (MRRV-9701),Second Thomas Shoal,10 nm from Second Thomas (Ayungin) Shoal,,,,,,,"CCG 5205 shone a green laser twice at BRP Malapascua, blinding bridge crew for 10 to 15 seconds, and came within about 150 yards. The ship, which supported a resupply run, altered course to Lawak (Nanshan) Island.",PH: military-grade laser; CN: Philippine vessel intruded into its waters,multiple','["types: ''lasre'' is not allowed; allowed are acoustic_device, air_intercept, assault, barrier, blocking, boarding, collision, dangerous_manoeuvre, detention, drone, expulsion, flare, harassment, jamming, laser, radar_lock, ramming, seizure, shadowing, shots_fired, sinking, sonar, standoff, survey_intrusion, swarming, warning_shots, water_cannon; each once, with ; between"]','2026-01-01T00:00:00.000000Z',1);
CREATE TABLE report (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	content TEXT NOT NULL, 
	content_hash VARCHAR(64) NOT NULL, 
	file TEXT NOT NULL, 
	"row" INTEGER NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_report PRIMARY KEY (id), 
	CONSTRAINT uq_report_key UNIQUE ("key", version), 
	CONSTRAINT fk_report_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
INSERT INTO "report" VALUES(1,'incident-csv:19740119-paracels-battle',1,'incident-csv','{"accounts":"CN: 18 of its own killed and 67 wounded; South Vietnam: more than 100 killed and wounded (Wikipedia)","corroboration":"undisputed","damage":"HQ-10 sunk, three South Vietnamese and four Chinese ships damaged","date_end":"1974-01-20","date_start":"1974-01-19","detained":"48","id":"19740119-paracels-battle","initiator_units":"271;274;389;396","initiators":"CN-PLAN;RVN-NAVY","injured":"","killed":"","lat":"","location_text":"Crescent group, Paracel Islands","lon":"","place":"Duncan Island","sources":[{"published":"","publisher":"Wikipedia","url":"https://en.wikipedia.org/wiki/Battle_of_the_Paracel_Islands"},{"published":"","publisher":"Republic of Vietnam documents (copy)","url":"https://paracels74.tripod.com/tailieuHQ4CTCT.htm"},{"published":"2022-11","publisher":"Them Son Ha","url":"http://themsonha.blogspot.com/2022/11/paracel-islandsnaval-battle-january-19.html"}],"summary":"Chinese and South Vietnamese warships fought off Duncan Island; the corvette HQ-10 was sunk, and next day Chinese forces took the remaining islands.","target_units":"HQ-4;HQ-5;HQ-10;HQ-16","targets":"RVN-NAVY;CN-PLAN","time_local":"10:24","types":"sinking;shots_fired;detention;ramming"}','64eea4cd60b962eae4a134a2bc460ddcede1a6376d9f1b2dbe0e032518cd772c','incidents.csv',2,1);
INSERT INTO "report" VALUES(2,'incident-csv:20230206-second-thomas-laser',1,'incident-csv','{"accounts":"PH: military-grade laser; CN: Philippine vessel intruded into its waters","corroboration":"multiple","damage":"","date_end":"","date_start":"2023-02-06","detained":"","id":"20230206-second-thomas-laser","initiator_units":"CCG 5205;CCG 5102","initiators":"CN-CCG;CN-MM","injured":"","killed":"","lat":"","location_text":"10 nm from Second Thomas (Ayungin) Shoal","lon":"","place":"Second Thomas Shoal","sources":[{"published":"","publisher":"Philippine Daily Inquirer","url":"https://newsinfo.inquirer.net/1729763/pcg-crew-affected-by-chinese-laser-attack-being-monitored-for-adverse-effects/amp"},{"published":"2023-02-13","publisher":"ABS-CBN News","url":"https://news.abs-cbn.com/news/02/13/23/chinese-ship-blinds-ph-navy-with-military-grade-laser"},{"published":"2023-02-13","publisher":"Palawan News","url":"https://palawan-news.com/ccg-ship-uses-military-grade-laser-light-to-block-ph-vessels-transporting-supplies-to-ayungin/"},{"published":"2023-02-13","publisher":"Manila Bulletin","url":"https://mb.com.ph/2023/02/13/china-coast-guard-ship-points-blinding-laser-to-pcg-vessel/"},{"published":"","publisher":"NewsPress (coast guard statement)","url":"https://newspress.ph/pcg-statement-on-chinese-vessel-using-laser-at-pcg-ship-in-ayungin/"},{"published":"2023-02-13","publisher":"Philippine News Agency","url":"https://www.pna.gov.ph/articles/1195090"}],"summary":"CCG 5205 shone a green laser twice at BRP Malapascua, blinding bridge crew for 10 to 15 seconds, and came within about 150 yards. The ship, which supported a resupply run, altered course to Lawak (Nanshan) Island.","target_units":"BRP Malapascua (MRRV-4403);BRP Teresa Magbanua (MRRV-9701)","targets":"PH-PCG","time_local":"","types":"laser;dangerous_manoeuvre;blocking"}','b2e94f949374eb10bbfea27426bd654644133e3a335e4e8a03aefb5f5d8c8fa5','incidents.csv',3,1);
CREATE TABLE review (
	report_key TEXT NOT NULL, 
	incident_id TEXT NOT NULL, 
	score FLOAT NOT NULL, 
	reasons TEXT NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_review PRIMARY KEY (report_key, incident_id), 
	CONSTRAINT fk_review_incident_id_incident FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_review_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
CREATE TABLE revision (
	id INTEGER NOT NULL, 
	incident_id TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	field VARCHAR(32) NOT NULL, 
	old TEXT, 
	new TEXT, 
	"by" TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_revision PRIMARY KEY (id), 
	CONSTRAINT fk_revision_incident_id_incident FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_revision_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
INSERT INTO "revision" VALUES(1,'19740119-paracels-battle',1,'2026-01-01T00:00:00.000000Z','created',NULL,'{"accounts":"CN: 18 of its own killed and 67 wounded; South Vietnam: more than 100 killed and wounded (Wikipedia)","alternatives":"paracel-islands","award_2016":"not_addressed","baseline_nm_bn":713.972,"baseline_nm_cn":142.906,"baseline_nm_id":731.385,"baseline_nm_my":629.756,"baseline_nm_ph":468.907,"baseline_nm_tw":594.348,"baseline_nm_vn":158.681,"claimants":"CN;TW;VN","corroboration":"undisputed","damage":"HQ-10 sunk, three South Vietnamese and four Chinese ships damaged","date_end":"1974-01-20","date_start":"1974-01-19","detained":48,"disagreements":"{}","episode":"","feature_id":"crescent-group","flags":"","geodata_version":"61439da83fda","independent_sources":2,"initiator_units":"271;274;389;396","initiators":"CN-PLAN;RVN-NAVY","injured":null,"killed":null,"lat":16.51667,"location_text":"Crescent group, Paracel Islands","lon":111.63333,"matched_text":"Crescent group","method":"feature","nearest_coast":"CN","nearest_coast_nm":143.249,"nearest_feature":"shanhu-dong-ansha","nearest_feature_nm":1.036,"place":"Duncan Island","printed_lat":"","printed_lon":"","printed_radius_km":"","radius_km":25.0,"reason":"","severity":5,"sources":"[{\"published\":\"\",\"publisher\":\"Wikipedia\",\"url\":\"https://en.wikipedia.org/wiki/Battle_of_the_Paracel_Islands\"},{\"published\":\"\",\"publisher\":\"Republic of Vietnam documents (copy)\",\"url\":\"https://paracels74.tripod.com/tailieuHQ4CTCT.htm\"},{\"published\":\"2022-11\",\"publisher\":\"Them Son Ha\",\"url\":\"http://themsonha.blogspot.com/2022/11/paracel-islandsnaval-battle-january-19.html\"}]","standing":"Possibly within 12 M of Antelope Reef, which China and Taiwan claim; possibly within 12 M of Da Son Ky (Crescent Group), Da Tra Tay (Crescent Group) and 19 other features; possibly inside the illustrative dash area; the place is known only to within 25 km.","status":"accepted","summary":"Chinese and South Vietnamese warships fought off Duncan Island; the corvette HQ-10 was sunk, and next day Chinese forces took the remaining islands.","target_units":"HQ-4;HQ-5;HQ-10;HQ-16","targets":"RVN-NAVY;CN-PLAN","time_local":"10:24","types":"sinking;shots_fired;detention;ramming","unmapped":"","zone_shares":"{\"cn-dash-area\": 1.0, \"cz-antelope-reef\": 0.297, \"cz-drummond-island\": 0.423, \"cz-duncan-island\": 0.373, \"cz-guangjin-beierdao\": 0.347, \"cz-guangjin-beiyidao\": 0.347, \"cz-guangjin-xidao\": 0.348, \"cz-jinyin-dongdao\": 0.442, \"cz-kuangzai-beidao\": 0.303, \"cz-laocuzhizai-dao\": 0.214, \"cz-money-island\": 0.475, \"cz-north-reef-paracel\": 0.035, \"cz-observation-bank\": 0.36, \"cz-passu-keah\": 0.245, \"cz-pattle-island\": 0.218, \"cz-quanfu-island\": 0.304, \"cz-robert-island\": 0.251, \"cz-weizhizai-dao\": 0.452, \"cz-yagong-island\": 0.307, \"cz-yinyu-dongdao\": 0.367, \"cz-yinyuzai-xidao\": 0.352, \"ts-antelope-reef\": 0.703, \"ts-da-son-ky\": 0.682, \"ts-da-tra-tay\": 0.664, \"ts-discovery-reef-paracel\": 0.222, \"ts-drummond-island\": 0.577, \"ts-duncan-island\": 0.627, \"ts-guangjin-beierdao\": 0.653, \"ts-guangjin-beiyidao\": 0.653, \"ts-guangjin-xidao\": 0.652, \"ts-jinyin-dongdao\": 0.558, \"ts-kuangzai-beidao\": 0.697, \"ts-laocuzhizai-dao\": 0.786, \"ts-money-island\": 0.525, \"ts-observation-bank\": 0.64, \"ts-pattle-island\": 0.782, \"ts-quanfu-island\": 0.696, \"ts-robert-island\": 0.749, \"ts-vuladdore-reef\": 0.0, \"ts-weizhizai-dao\": 0.548, \"ts-yagong-island\": 0.693, \"ts-yinyu-dongdao\": 0.633, \"ts-yinyuzai-xidao\": 0.648}","zones":"","zones_possible":"cn-dash-area;cz-antelope-reef;cz-drummond-island;cz-duncan-island;cz-guangjin-beierdao;cz-guangjin-beiyidao;cz-guangjin-xidao;cz-jinyin-dongdao;cz-kuangzai-beidao;cz-laocuzhizai-dao;cz-money-island;cz-north-reef-paracel;cz-observation-bank;cz-passu-keah;cz-pattle-island;cz-quanfu-island;cz-robert-island;cz-weizhizai-dao;cz-yagong-island;cz-yinyu-dongdao;cz-yinyuzai-xidao;ts-antelope-reef;ts-da-son-ky;ts-da-tra-tay;ts-discovery-reef-paracel;ts-drummond-island;ts-duncan-island;ts-guangjin-beierdao;ts-guangjin-beiyidao;ts-guangjin-xidao;ts-jinyin-dongdao;ts-kuangzai-beidao;ts-laocuzhizai-dao;ts-money-island;ts-observation-bank;ts-pattle-island;ts-quanfu-island;ts-robert-island;ts-vuladdore-reef;ts-weizhizai-dao;ts-yagong-island;ts-yinyu-dongdao;ts-yinyuzai-xidao"}','import','first report',1);
INSERT INTO "revision" VALUES(2,'20230206-second-thomas-laser',1,'2026-01-01T00:00:00.000000Z','created',NULL,'{"accounts":"PH: military-grade laser; CN: Philippine vessel intruded into its waters","alternatives":"","award_2016":"low_tide_elevation","baseline_nm_bn":283.269,"baseline_nm_cn":617.622,"baseline_nm_id":344.312,"baseline_nm_my":154.962,"baseline_nm_ph":106.055,"baseline_nm_tw":773.735,"baseline_nm_vn":399.191,"claimants":"CN;MY;PH;TW;VN","corroboration":"multiple","damage":"","date_end":"","date_start":"2023-02-06","detained":null,"disagreements":"{}","episode":"","feature_id":"second-thomas-shoal","flags":"","geodata_version":"61439da83fda","independent_sources":6,"initiator_units":"CCG 5205;CCG 5102","initiators":"CN-CCG;CN-MM","injured":null,"killed":null,"lat":9.7325,"location_text":"10 nm from Second Thomas (Ayungin) Shoal","lon":115.86417,"matched_text":"10 nm from Second Thomas (Ayungin) Shoal","method":"offset","nearest_coast":"PH","nearest_coast_nm":86.172,"nearest_feature":"second-thomas-shoal","nearest_feature_nm":0.0,"place":"Second Thomas Shoal","printed_lat":"","printed_lon":"","printed_radius_km":"","radius_km":29.446,"reason":"the direction from Second Thomas Shoal is open","severity":2,"sources":"[{\"published\":\"\",\"publisher\":\"Philippine Daily Inquirer\",\"url\":\"https://newsinfo.inquirer.net/1729763/pcg-crew-affected-by-chinese-laser-attack-being-monitored-for-adverse-effects/amp\"},{\"published\":\"2023-02-13\",\"publisher\":\"ABS-CBN News\",\"url\":\"https://news.abs-cbn.com/news/02/13/23/chinese-ship-blinds-ph-navy-with-military-grade-laser\"},{\"published\":\"2023-02-13\",\"publisher\":\"Palawan News\",\"url\":\"https://palawan-news.com/ccg-ship-uses-military-grade-laser-light-to-block-ph-vessels-transporting-supplies-to-ayungin/\"},{\"published\":\"2023-02-13\",\"publisher\":\"Manila Bulletin\",\"url\":\"https://mb.com.ph/2023/02/13/china-coast-guard-ship-points-blinding-laser-to-pcg-vessel/\"},{\"published\":\"\",\"publisher\":\"NewsPress (coast guard statement)\",\"url\":\"https://newspress.ph/pcg-statement-on-chinese-vessel-using-laser-at-pcg-ship-in-ayungin/\"},{\"published\":\"2023-02-13\",\"publisher\":\"Philippine News Agency\",\"url\":\"https://www.pna.gov.ph/articles/1195090\"}]","standing":"At Second Thomas Shoal, which China, the Philippines, Taiwan and Viet Nam claim and the 2016 Award found to be a low-tide elevation; within 200 M of Malaysian and Philippine baselines; inside the Kalayaan area of Philippine Presidential Decree 1596; possibly within 12 M of Boxall Reef, which China, the Philippines, Taiwan and Viet Nam claim and is not known to stand above high tide; possibly within 12 M of Hardy Reef; possibly inside the illustrative dash area; the place is known only to within 29 km.","status":"accepted","summary":"CCG 5205 shone a green laser twice at BRP Malapascua, blinding bridge crew for 10 to 15 seconds, and came within about 150 yards. The ship, which supported a resupply run, altered course to Lawak (Nanshan) Island.","target_units":"BRP Malapascua (MRRV-4403);BRP Teresa Magbanua (MRRV-9701)","targets":"PH-PCG","time_local":"","types":"laser;dangerous_manoeuvre;blocking","unmapped":"","zone_shares":"{\"cn-dash-area\": 1.0, \"cz-alicia-annie-reef\": 0.143, \"my-eez\": 1.0, \"ph-eez\": 1.0, \"ph-kig\": 1.0, \"ts-boxall-reef\": 0.146, \"ts-hardy-reef\": 0.0}","zones":"my-eez;ph-eez;ph-kig","zones_possible":"cn-dash-area;cz-alicia-annie-reef;ts-boxall-reef;ts-hardy-reef"}','import','first report',1);
INSERT INTO "revision" VALUES(3,'20230206-second-thomas-laser',2,'2026-01-01T00:00:02.000000Z','injured','null','2','person','a second statement',3);
INSERT INTO "revision" VALUES(4,'20230206-second-thomas-laser',2,'2026-01-01T00:00:02.000000Z','severity','2','4','person','a second statement',3);
INSERT INTO "revision" VALUES(5,'19740119-paracels-battle',2,'2026-01-01T00:00:03.000000Z','status','"accepted"','"retracted"','person','a test',4);
CREATE TABLE run (
	id INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	action VARCHAR(32) NOT NULL, 
	summary TEXT NOT NULL, 
	CONSTRAINT pk_run PRIMARY KEY (id)
);
INSERT INTO "run" VALUES(1,'2026-01-01T00:00:00.000000Z','import','{"added":2,"file":"incidents.csv","linked":0,"passed_over":0,"quarantined":1,"read":3,"unchanged":0,"updated":0}');
INSERT INTO "run" VALUES(2,'2026-01-01T00:00:01.000000Z','import','{"added":1,"file":"events.csv","linked":0,"passed_over":0,"quarantined":0,"read":1,"unchanged":0,"updated":0}');
INSERT INTO "run" VALUES(3,'2026-01-01T00:00:02.000000Z','amend','{"fields":["injured","severity"],"incident":"20230206-second-thomas-laser"}');
INSERT INTO "run" VALUES(4,'2026-01-01T00:00:03.000000Z','retract','{"fields":["status"],"incident":"19740119-paracels-battle"}');
CREATE INDEX ix_revision_at ON revision (at);
CREATE INDEX ix_revision_incident ON revision (incident_id, revision);
COMMIT;
