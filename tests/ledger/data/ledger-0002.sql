BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE approval (
	incident_id TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	"by" TEXT NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_approval PRIMARY KEY (incident_id, revision, "by"), 
	CONSTRAINT fk_approval_incident_id_incident FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_approval_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
CREATE TABLE claim (
	subject TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	until VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_claim PRIMARY KEY (subject)
);
CREATE TABLE decision (
	report_key TEXT NOT NULL, 
	incident_id TEXT NOT NULL, 
	same INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	"by" TEXT DEFAULT '' NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_decision PRIMARY KEY (report_key, incident_id), 
	CONSTRAINT fk_decision_incident_id_incident FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_decision_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
CREATE TABLE document (
	"key" VARCHAR(64) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	characters INTEGER NOT NULL, 
	text BLOB, 
	title TEXT NOT NULL, 
	address TEXT NOT NULL, 
	canonical_address TEXT NOT NULL, 
	publisher TEXT NOT NULL, 
	language TEXT NOT NULL, 
	published TEXT NOT NULL, 
	fetched TEXT NOT NULL, 
	archive_address TEXT NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_document PRIMARY KEY ("key"), 
	CONSTRAINT fk_document_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
INSERT INTO "document" VALUES('cc5f8697e8f4cb889f1a77442465059d217aab319e7acea725eea3177a3928c9','31328f78f2591323b21341577ba445e360b591fc1115786e3bfaa20f3fa53eb5',41,X'789C0BC948552849AD2851C84F5348B4524854284F2C492D52484ECCCBCBCF53C8C82C010A25E52796E8010024D50DF2','Title of a','https://www.rappler.com/a','','','en','','','',2);
CREATE TABLE event (
	"key" TEXT NOT NULL, 
	id TEXT NOT NULL, 
	date_start TEXT NOT NULL, 
	date_end TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	parties TEXT NOT NULL, 
	title TEXT NOT NULL, 
	place TEXT NOT NULL, 
	url TEXT NOT NULL, 
	publisher TEXT NOT NULL, 
	published TEXT NOT NULL, 
	status TEXT NOT NULL, 
	decided TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	updated_at VARCHAR(32) NOT NULL, 
	decided_by TEXT NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY ("key"), 
	CONSTRAINT uq_event_id UNIQUE (id), 
	CONSTRAINT fk_event_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
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
	first_speakers TEXT NOT NULL, 
	other_side TEXT NOT NULL, 
	independent_witnesses INTEGER NOT NULL, 
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
	decided_by TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_incident PRIMARY KEY (id)
);
INSERT INTO "incident" VALUES('19740119-paracels-battle','retracted','1974-01-19','1974-01-20','10:24','sinking;shots_fired;detention;ramming','CN-PLAN;RVN-NAVY','RVN-NAVY;CN-PLAN','271;274;389;396','HQ-4;HQ-5;HQ-10;HQ-16','Duncan Island','Crescent group, Paracel Islands','','',NULL,NULL,48,'HQ-10 sunk, three South Vietnamese and four Chinese ships damaged','Chinese and South Vietnamese warships fought off Duncan Island; the corvette HQ-10 was sunk, and next day Chinese forces took the remaining islands.','CN: 18 of its own killed and 67 wounded; RVN: more than 100 killed and wounded (Wikipedia)','undisputed','','[{"published":"","publisher":"Wikipedia","url":"https://en.wikipedia.org/wiki/Battle_of_the_Paracel_Islands"},{"published":"","publisher":"Republic of Vietnam documents (copy)","url":"https://paracels74.tripod.com/tailieuHQ4CTCT.htm"},{"published":"2022-11","publisher":"Them Son Ha","url":"http://themsonha.blogspot.com/2022/11/paracel-islandsnaval-battle-january-19.html"}]','','{}',5,'','',2,'CN (CN, party);RVN (named in the accounts);Wikipedia (US, kind not traced);Them Son Ha (country not traced, kind not traced)','',2,16.51667,111.63333,25.0,'feature','crescent-group','Crescent group','paracel-islands','','cn-dash-area','ts-antelope-reef;ts-da-son-ky;ts-da-tra-tay;ts-discovery-reef-paracel;ts-drummond-island;ts-duncan-island;ts-duncan-island-reef;ts-guangjin-beierdao;ts-guangjin-beiyidao;ts-guangjin-xidao;ts-jinyin-dongdao;ts-kuangzai-beidao;ts-laocuzhizai-dao;ts-money-island;ts-money-island-reef;ts-observation-bank;ts-pattle-island;ts-pattle-island-reef;ts-quanfu-island;ts-robert-island;ts-robert-island-reef;ts-vuladdore-reef;ts-weizhizai-dao;ts-yagong-island;ts-yinyu-dongdao;ts-yinyuzai-xidao','{"cn-dash-area": 1.0, "ts-antelope-reef": 0.703, "ts-da-son-ky": 0.682, "ts-da-tra-tay": 0.664, "ts-discovery-reef-paracel": 0.222, "ts-drummond-island": 0.577, "ts-duncan-island": 0.627, "ts-duncan-island-reef": 0.671, "ts-guangjin-beierdao": 0.653, "ts-guangjin-beiyidao": 0.653, "ts-guangjin-xidao": 0.652, "ts-jinyin-dongdao": 0.558, "ts-kuangzai-beidao": 0.697, "ts-laocuzhizai-dao": 0.786, "ts-money-island": 0.525, "ts-money-island-reef": 0.631, "ts-observation-bank": 0.64, "ts-pattle-island": 0.782, "ts-pattle-island-reef": 0.863, "ts-quanfu-island": 0.696, "ts-robert-island": 0.749, "ts-robert-island-reef": 0.773, "ts-vuladdore-reef": 0.0, "ts-weizhizai-dao": 0.548, "ts-yagong-island": 0.693, "ts-yinyu-dongdao": 0.633, "ts-yinyuzai-xidao": 0.648}','CN;TW;VN','shanhu-dong-ansha',1.036,'not_addressed','CN',143.249,'Inside the illustrative dash area; possibly within 12 M of Drummond Island, Duncan Island and 15 other features; possibly within 12 M of Antelope Reef, which China, Taiwan and Viet Nam claim; the place is known only to within 25 km.',713.972,142.902,731.385,630.485,468.907,594.348,158.681,'3179322936d0','{"accounts":"incident-csv:19740119-paracels-battle","corroboration":"incident-csv:19740119-paracels-battle","damage":"incident-csv:19740119-paracels-battle","date_end":"incident-csv:19740119-paracels-battle","date_start":"incident-csv:19740119-paracels-battle","detained":"incident-csv:19740119-paracels-battle","initiator_units":"incident-csv:19740119-paracels-battle","initiators":"incident-csv:19740119-paracels-battle","injured":"incident-csv:19740119-paracels-battle","killed":"incident-csv:19740119-paracels-battle","location_text":"incident-csv:19740119-paracels-battle","place":"incident-csv:19740119-paracels-battle","printed_lat":"incident-csv:19740119-paracels-battle","printed_lon":"incident-csv:19740119-paracels-battle","printed_radius_km":"incident-csv:19740119-paracels-battle","summary":"incident-csv:19740119-paracels-battle","target_units":"incident-csv:19740119-paracels-battle","targets":"incident-csv:19740119-paracels-battle","time_local":"incident-csv:19740119-paracels-battle","types":"incident-csv:19740119-paracels-battle"}',2,'2026-11-30T10:00:03.000000Z','editor');
INSERT INTO "incident" VALUES('20230206-second-thomas-laser','accepted','2023-02-06','','','laser;dangerous_manoeuvre;blocking','CN-CCG;CN-MM','PH-PCG','CCG 5205;CCG 5102','BRP Malapascua (MRRV-4403);BRP Teresa Magbanua (MRRV-9701)','Second Thomas Shoal','10 nm from Second Thomas (Ayungin) Shoal','','',2,NULL,NULL,'','CCG 5205 shone a green laser twice at BRP Malapascua, blinding bridge crew for 10 to 15 seconds, and came within about 150 yards. The ship, which supported a resupply run, altered course to Lawak (Nanshan) Island.','PH: military-grade laser; CN: Philippine vessel intruded into its waters','multiple','','[{"published":"","publisher":"Philippine Daily Inquirer","url":"https://newsinfo.inquirer.net/1729763/pcg-crew-affected-by-chinese-laser-attack-being-monitored-for-adverse-effects/amp"},{"published":"2023-02-13","publisher":"ABS-CBN News","url":"https://news.abs-cbn.com/news/02/13/23/chinese-ship-blinds-ph-navy-with-military-grade-laser"},{"published":"2023-02-13","publisher":"Palawan News","url":"https://palawan-news.com/ccg-ship-uses-military-grade-laser-light-to-block-ph-vessels-transporting-supplies-to-ayungin/"},{"published":"2023-02-13","publisher":"Manila Bulletin","url":"https://mb.com.ph/2023/02/13/china-coast-guard-ship-points-blinding-laser-to-pcg-vessel/"},{"published":"","publisher":"NewsPress (coast guard statement)","url":"https://newspress.ph/pcg-statement-on-chinese-vessel-using-laser-at-pcg-ship-in-ayungin/"},{"published":"2023-02-13","publisher":"Philippine News Agency","url":"https://www.pna.gov.ph/articles/1195090"}]','','{}',4,'','',6,'PH (PH, party);CN (CN, party);Philippine Daily Inquirer (PH, kind not traced);ABS-CBN News (PH, kind not traced);Palawan News (PH, kind not traced);Manila Bulletin (PH, kind not traced);NewsPress (PH, kind not traced)','confirms',5,9.7325,115.86417,29.446,'offset','second-thomas-shoal','10 nm from Second Thomas (Ayungin) Shoal','','the direction from Second Thomas Shoal is open','cn-dash-area;my-eez;ph-eez;ph-kig','cz-alicia-annie-reef;ts-boxall-reef;ts-hardy-reef','{"cn-dash-area": 1.0, "cz-alicia-annie-reef": 0.143, "my-eez": 1.0, "ph-eez": 1.0, "ph-kig": 1.0, "ts-boxall-reef": 0.146, "ts-hardy-reef": 0.0}','CN;MY;PH;TW;VN','second-thomas-shoal',0.0,'low_tide_elevation','PH',106.102,'Around Second Thomas Shoal, which China, the Philippines, Taiwan and Viet Nam claim and the 2016 Award, which China rejects, found to lie within the Philippine exclusive economic zone and to be a low-tide elevation; the place is known only to within 29 km.',283.269,617.622,344.312,156.26,105.899,773.735,399.191,'3179322936d0','{"accounts":"incident-csv:20230206-second-thomas-laser","corroboration":"incident-csv:20230206-second-thomas-laser","damage":"incident-csv:20230206-second-thomas-laser","date_end":"incident-csv:20230206-second-thomas-laser","date_start":"incident-csv:20230206-second-thomas-laser","detained":"incident-csv:20230206-second-thomas-laser","initiator_units":"incident-csv:20230206-second-thomas-laser","initiators":"incident-csv:20230206-second-thomas-laser","injured":"person","killed":"incident-csv:20230206-second-thomas-laser","location_text":"incident-csv:20230206-second-thomas-laser","place":"incident-csv:20230206-second-thomas-laser","printed_lat":"incident-csv:20230206-second-thomas-laser","printed_lon":"incident-csv:20230206-second-thomas-laser","printed_radius_km":"incident-csv:20230206-second-thomas-laser","summary":"incident-csv:20230206-second-thomas-laser","target_units":"incident-csv:20230206-second-thomas-laser","targets":"incident-csv:20230206-second-thomas-laser","time_local":"incident-csv:20230206-second-thomas-laser","types":"incident-csv:20230206-second-thomas-laser"}',2,'2026-11-30T10:00:02.000000Z','editor');
INSERT INTO "incident" VALUES('20241021-natuna-ccg5402-expelled','accepted','2024-10-21','','05:30','expulsion;survey_intrusion;shadowing','ID-BAKAMLA;ID-NAVY;CN-CCG','CN-CCG;ID-BAKAMLA;ID-NAVY','KN Tanjung Datu 301;KRI Sutedi Senoputra 378;CCG 5402','CCG 5402;KN Tanjung Datu 301;KRI Sutedi Senoputra 378','North Natuna Sea','North Natuna Sea, Indonesian exclusive economic zone','','',NULL,NULL,NULL,'','Indonesian patrol ships and an aircraft shadowed and drove out CCG 5402, which had been disturbing the seismic survey of MV Geo Coral.','ID: CCG 5402 disturbed a survey on Indonesia''s continental shelf; CN: routine patrol in waters under Chinese jurisdiction','undisputed','','[{"published":"","publisher":"Antara","url":"https://en.antaranews.com/news/331069/china-coast-guard-ship-again-expelled-from-north-natuna-sea"},{"published":"","publisher":"VOI","url":"https://voi.id/en/amp/428016"},{"published":"2024-10-23","publisher":"The Maritime Executive","url":"https://maritime-executive.com/article/indonesian-coast-guard-drives-out-chinese-cutter-shadowing-seismic-ship"},{"published":"2024-10-25","publisher":"Army Recognition","url":"https://armyrecognition.com/news/navy-news/2024/indonesia-navy-expels-chinese-coast-guard-ship-from-north-natuna-sea"}]','','{}',1,'','',4,'ID (ID, party);CN (CN, party);VOI (ID, kind not traced);The Maritime Executive (US, kind not traced);Army Recognition (BE, kind not traced)','',3,5.0,109.2,480.0,'area','north-natuna-sea','North Natuna Sea','','','','bn-eez;cn-dash-area;cz-amboyna-cay;cz-louisa-reef;cz-luconia-breakers;cz-spratly-island;id-archipelagic;id-eez;id-ts;land;my-eez;my-ts;ph-kig;sg-eez;th-eez;ts-louisa-reef;ts-luconia-breakers;ts-spratly-island;vn-cz;vn-eez;vn-ts','{"bn-eez": 0.031, "cn-dash-area": 0.378, "cz-amboyna-cay": 0.0, "cz-louisa-reef": 0.002, "cz-luconia-breakers": 0.005, "cz-spratly-island": 0.002, "id-archipelagic": 0.161, "id-eez": 0.536, "id-ts": 0.028, "land": 0.069, "my-eez": 0.467, "my-ts": 0.025, "ph-kig": 0.002, "sg-eez": 0.03, "th-eez": 0.014, "ts-louisa-reef": 0.002, "ts-luconia-breakers": 0.004, "ts-spratly-island": 0.0, "vn-cz": 0.008, "vn-eez": 0.333, "vn-ts": 0.002}','BN;CN;ID;MY;PH;SG;TH;TW;VN','sekatung',72.236,'not_addressed','ID',71.353,'Possibly in zones that Brunei, China, Indonesia, Malaysia, the Philippines, Singapore, Taiwan, Thailand and Viet Nam claim; the place is known only to within 480 km.',289.682,786.258,68.478,176.54,490.809,1208.763,263.474,'3179322936d0','{"accounts":"incident-csv:20241021-natuna-ccg5402-expelled","corroboration":"incident-csv:20241021-natuna-ccg5402-expelled","damage":"incident-csv:20241021-natuna-ccg5402-expelled","date_end":"incident-csv:20241021-natuna-ccg5402-expelled","date_start":"incident-csv:20241021-natuna-ccg5402-expelled","detained":"incident-csv:20241021-natuna-ccg5402-expelled","initiator_units":"incident-csv:20241021-natuna-ccg5402-expelled","initiators":"incident-csv:20241021-natuna-ccg5402-expelled","injured":"incident-csv:20241021-natuna-ccg5402-expelled","killed":"incident-csv:20241021-natuna-ccg5402-expelled","location_text":"incident-csv:20241021-natuna-ccg5402-expelled","place":"incident-csv:20241021-natuna-ccg5402-expelled","printed_lat":"incident-csv:20241021-natuna-ccg5402-expelled","printed_lon":"incident-csv:20241021-natuna-ccg5402-expelled","printed_radius_km":"incident-csv:20241021-natuna-ccg5402-expelled","summary":"incident-csv:20241021-natuna-ccg5402-expelled","target_units":"incident-csv:20241021-natuna-ccg5402-expelled","targets":"incident-csv:20241021-natuna-ccg5402-expelled","time_local":"incident-csv:20241021-natuna-ccg5402-expelled","types":"incident-csv:20241021-natuna-ccg5402-expelled"}',1,'2026-11-30T10:00:00.000000Z','');
INSERT INTO "incident" VALUES('20230206-second-thomas-shoal-article-f90b04','proposed','2023-02-06','','','laser','CN-CCG','PH-PCG','','','Second Thomas Shoal','Second Thomas Shoal','','',NULL,NULL,NULL,'','A laser.','','single','','[{"published":"2023-02-06","publisher":"Rappler","url":"https://www.rappler.com/a"}]','','{}',2,'','',1,'Rappler (PH, kind not traced)','',1,9.7325,115.86417,10.0,'feature','second-thomas-shoal','Second Thomas Shoal','','','cn-dash-area;my-eez;ph-eez;ph-kig','cz-alicia-annie-reef;ts-boxall-reef','{"cn-dash-area": 1.0, "cz-alicia-annie-reef": 0.0, "my-eez": 1.0, "ph-eez": 1.0, "ph-kig": 1.0, "ts-boxall-reef": 0.0}','CN;MY;PH;TW;VN','second-thomas-shoal',0.0,'low_tide_elevation','PH',106.102,'At Second Thomas Shoal, which China, the Philippines, Taiwan and Viet Nam claim and the 2016 Award, which China rejects, found to lie within the Philippine exclusive economic zone and to be a low-tide elevation; within 200 M of Malaysian and Philippine baselines.',283.269,617.622,344.312,156.26,105.899,773.735,399.191,'3179322936d0','{"accounts":"article:a:1","corroboration":"article:a:1","damage":"article:a:1","date_end":"article:a:1","date_start":"article:a:1","detained":"article:a:1","initiator_units":"article:a:1","initiators":"article:a:1","injured":"article:a:1","killed":"article:a:1","location_text":"article:a:1","place":"article:a:1","printed_lat":"article:a:1","printed_lon":"article:a:1","printed_radius_km":"article:a:1","summary":"article:a:1","target_units":"article:a:1","targets":"article:a:1","time_local":"article:a:1","types":"article:a:1"}',1,'2026-11-30T10:00:01.000000Z','');
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
INSERT INTO "incident_report" VALUES('20241021-natuna-ccg5402-expelled','incident-csv:20241021-natuna-ccg5402-expelled',0,'own','[]',1);
INSERT INTO "incident_report" VALUES('20230206-second-thomas-shoal-article-f90b04','article:a:1',0,'first','[]',2);
CREATE TABLE journal (
	id INTEGER NOT NULL, 
	run_id INTEGER NOT NULL, 
	subject VARCHAR(32) NOT NULL, 
	"key" TEXT NOT NULL, 
	old TEXT, 
	new TEXT, 
	CONSTRAINT pk_journal PRIMARY KEY (id), 
	CONSTRAINT fk_journal_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
INSERT INTO "journal" VALUES(1,1,'incident','["19740119-paracels-battle"]',NULL,'{"provenance":"{\"accounts\":\"incident-csv:19740119-paracels-battle\",\"corroboration\":\"incident-csv:19740119-paracels-battle\",\"damage\":\"incident-csv:19740119-paracels-battle\",\"date_end\":\"incident-csv:19740119-paracels-battle\",\"date_start\":\"incident-csv:19740119-paracels-battle\",\"detained\":\"incident-csv:19740119-paracels-battle\",\"initiator_units\":\"incident-csv:19740119-paracels-battle\",\"initiators\":\"incident-csv:19740119-paracels-battle\",\"injured\":\"incident-csv:19740119-paracels-battle\",\"killed\":\"incident-csv:19740119-paracels-battle\",\"location_text\":\"incident-csv:19740119-paracels-battle\",\"place\":\"incident-csv:19740119-paracels-battle\",\"printed_lat\":\"incident-csv:19740119-paracels-battle\",\"printed_lon\":\"incident-csv:19740119-paracels-battle\",\"printed_radius_km\":\"incident-csv:19740119-paracels-battle\",\"summary\":\"incident-csv:19740119-paracels-battle\",\"target_units\":\"incident-csv:19740119-paracels-battle\",\"targets\":\"incident-csv:19740119-paracels-battle\",\"time_local\":\"incident-csv:19740119-paracels-battle\",\"types\":\"incident-csv:19740119-paracels-battle\"}"}');
INSERT INTO "journal" VALUES(2,1,'incident','["20230206-second-thomas-laser"]',NULL,'{"provenance":"{\"accounts\":\"incident-csv:20230206-second-thomas-laser\",\"corroboration\":\"incident-csv:20230206-second-thomas-laser\",\"damage\":\"incident-csv:20230206-second-thomas-laser\",\"date_end\":\"incident-csv:20230206-second-thomas-laser\",\"date_start\":\"incident-csv:20230206-second-thomas-laser\",\"detained\":\"incident-csv:20230206-second-thomas-laser\",\"initiator_units\":\"incident-csv:20230206-second-thomas-laser\",\"initiators\":\"incident-csv:20230206-second-thomas-laser\",\"injured\":\"incident-csv:20230206-second-thomas-laser\",\"killed\":\"incident-csv:20230206-second-thomas-laser\",\"location_text\":\"incident-csv:20230206-second-thomas-laser\",\"place\":\"incident-csv:20230206-second-thomas-laser\",\"printed_lat\":\"incident-csv:20230206-second-thomas-laser\",\"printed_lon\":\"incident-csv:20230206-second-thomas-laser\",\"printed_radius_km\":\"incident-csv:20230206-second-thomas-laser\",\"summary\":\"incident-csv:20230206-second-thomas-laser\",\"target_units\":\"incident-csv:20230206-second-thomas-laser\",\"targets\":\"incident-csv:20230206-second-thomas-laser\",\"time_local\":\"incident-csv:20230206-second-thomas-laser\",\"types\":\"incident-csv:20230206-second-thomas-laser\"}"}');
INSERT INTO "journal" VALUES(3,1,'incident','["20241021-natuna-ccg5402-expelled"]',NULL,'{"provenance":"{\"accounts\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"corroboration\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"damage\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"date_end\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"date_start\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"detained\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"initiator_units\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"initiators\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"injured\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"killed\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"location_text\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"place\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"printed_lat\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"printed_lon\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"printed_radius_km\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"summary\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"target_units\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"targets\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"time_local\":\"incident-csv:20241021-natuna-ccg5402-expelled\",\"types\":\"incident-csv:20241021-natuna-ccg5402-expelled\"}"}');
INSERT INTO "journal" VALUES(4,1,'incident_report','["19740119-paracels-battle","incident-csv:19740119-paracels-battle"]',NULL,'{"how":"own","incident_id":"19740119-paracels-battle","position":0,"reasons":"[]","report_key":"incident-csv:19740119-paracels-battle","run_id":1}');
INSERT INTO "journal" VALUES(5,1,'incident_report','["20230206-second-thomas-laser","incident-csv:20230206-second-thomas-laser"]',NULL,'{"how":"own","incident_id":"20230206-second-thomas-laser","position":0,"reasons":"[]","report_key":"incident-csv:20230206-second-thomas-laser","run_id":1}');
INSERT INTO "journal" VALUES(6,1,'incident_report','["20241021-natuna-ccg5402-expelled","incident-csv:20241021-natuna-ccg5402-expelled"]',NULL,'{"how":"own","incident_id":"20241021-natuna-ccg5402-expelled","position":0,"reasons":"[]","report_key":"incident-csv:20241021-natuna-ccg5402-expelled","run_id":1}');
INSERT INTO "journal" VALUES(7,1,'quarantine','[1]',NULL,'{"at":"2026-11-30T10:00:00.000000Z","content_hash":"28a0a36e6884d204a73cdc510f7d8ce51b944cc4bf24ef30d4bc96dc635ac2a5","file":"/tmp/acts/old/in/incidents.csv","format":"incidents","header":"[\"id\", \"date_start\", \"date_end\", \"time_local\", \"types\", \"initiators\", \"targets\", \"initiator_units\", \"target_units\", \"place\", \"location_text\", \"lat\", \"lon\", \"injured\", \"killed\", \"detained\", \"damage\", \"summary\", \"accounts\", \"corroboration\"]","id":1,"raw":"20240101-bad,1974-01-19,1974-01-20,10:24,kiss,CN-PLAN;RVN-NAVY,RVN-NAVY;CN-PLAN,271;274;389;396,HQ-4;HQ-5;HQ-10;HQ-16,Duncan Island,\"Crescent group, Paracel Islands\",,,,,48,\"HQ-10 sunk, three South Vietnamese and four Chinese ships damaged\",\"Chinese and South Vietnamese warships fought off Duncan Island; the corvette HQ-10 was sunk, and next day Chinese forces took the remaining islands.\",CN: 18 of its own killed and 67 wounded; RVN: more than 100 killed and wounded (Wikipedia),undisputed","reasons":"[\"types: ''kiss'' is not allowed; allowed are acoustic_device, air_intercept, assault, barrier, blocking, boarding, collision, dangerous_manoeuvre, detention, drone, expulsion, flare, harassment, jamming, laser, radar_lock, ramming, seizure, shadowing, shots_fired, sinking, sonar, standoff, survey_intrusion, swarming, warning_shots, water_cannon; each once, with ; between\",\"id: ''20240101-bad'' is not allowed; by its date_start the id begins with 19740119\"]","row":5,"run_id":1,"state":"open"}');
INSERT INTO "journal" VALUES(8,2,'document','["cc5f8697e8f4cb889f1a77442465059d217aab319e7acea725eea3177a3928c9"]',NULL,'{"address":"https://www.rappler.com/a","archive_address":"","canonical_address":"","characters":41,"fetched":"","key":"cc5f8697e8f4cb889f1a77442465059d217aab319e7acea725eea3177a3928c9","language":"en","published":"","publisher":"","run_id":2,"sha256":"31328f78f2591323b21341577ba445e360b591fc1115786e3bfaa20f3fa53eb5","title":"Title of a"}');
INSERT INTO "journal" VALUES(9,2,'incident','["20230206-second-thomas-shoal-article-f90b04"]',NULL,'{"provenance":"{\"accounts\":\"article:a:1\",\"corroboration\":\"article:a:1\",\"damage\":\"article:a:1\",\"date_end\":\"article:a:1\",\"date_start\":\"article:a:1\",\"detained\":\"article:a:1\",\"initiator_units\":\"article:a:1\",\"initiators\":\"article:a:1\",\"injured\":\"article:a:1\",\"killed\":\"article:a:1\",\"location_text\":\"article:a:1\",\"place\":\"article:a:1\",\"printed_lat\":\"article:a:1\",\"printed_lon\":\"article:a:1\",\"printed_radius_km\":\"article:a:1\",\"summary\":\"article:a:1\",\"target_units\":\"article:a:1\",\"targets\":\"article:a:1\",\"time_local\":\"article:a:1\",\"types\":\"article:a:1\"}"}');
INSERT INTO "journal" VALUES(10,2,'incident_report','["20230206-second-thomas-shoal-article-f90b04","article:a:1"]',NULL,'{"how":"first","incident_id":"20230206-second-thomas-shoal-article-f90b04","position":0,"reasons":"[]","report_key":"article:a:1","run_id":2}');
INSERT INTO "journal" VALUES(11,2,'review','["article:a:1","20230206-second-thomas-laser"]',NULL,'{"at":"2026-11-30T10:00:01.000000Z","incident_id":"20230206-second-thomas-laser","reasons":"[\"same day (+2.0)\",\"0 km apart (+2.0)\",\"both laser (+2.0)\",\"initiators CN-CCG (+1.5)\",\"targets PH-PCG (+1.5)\"]","report_key":"article:a:1","run_id":2,"score":9.0}');
INSERT INTO "journal" VALUES(12,3,'incident','["20230206-second-thomas-laser"]','{"provenance":"{\"accounts\":\"incident-csv:20230206-second-thomas-laser\",\"corroboration\":\"incident-csv:20230206-second-thomas-laser\",\"damage\":\"incident-csv:20230206-second-thomas-laser\",\"date_end\":\"incident-csv:20230206-second-thomas-laser\",\"date_start\":\"incident-csv:20230206-second-thomas-laser\",\"detained\":\"incident-csv:20230206-second-thomas-laser\",\"initiator_units\":\"incident-csv:20230206-second-thomas-laser\",\"initiators\":\"incident-csv:20230206-second-thomas-laser\",\"injured\":\"incident-csv:20230206-second-thomas-laser\",\"killed\":\"incident-csv:20230206-second-thomas-laser\",\"location_text\":\"incident-csv:20230206-second-thomas-laser\",\"place\":\"incident-csv:20230206-second-thomas-laser\",\"printed_lat\":\"incident-csv:20230206-second-thomas-laser\",\"printed_lon\":\"incident-csv:20230206-second-thomas-laser\",\"printed_radius_km\":\"incident-csv:20230206-second-thomas-laser\",\"summary\":\"incident-csv:20230206-second-thomas-laser\",\"target_units\":\"incident-csv:20230206-second-thomas-laser\",\"targets\":\"incident-csv:20230206-second-thomas-laser\",\"time_local\":\"incident-csv:20230206-second-thomas-laser\",\"types\":\"incident-csv:20230206-second-thomas-laser\"}"}','{"provenance":"{\"accounts\":\"incident-csv:20230206-second-thomas-laser\",\"corroboration\":\"incident-csv:20230206-second-thomas-laser\",\"damage\":\"incident-csv:20230206-second-thomas-laser\",\"date_end\":\"incident-csv:20230206-second-thomas-laser\",\"date_start\":\"incident-csv:20230206-second-thomas-laser\",\"detained\":\"incident-csv:20230206-second-thomas-laser\",\"initiator_units\":\"incident-csv:20230206-second-thomas-laser\",\"initiators\":\"incident-csv:20230206-second-thomas-laser\",\"injured\":\"person\",\"killed\":\"incident-csv:20230206-second-thomas-laser\",\"location_text\":\"incident-csv:20230206-second-thomas-laser\",\"place\":\"incident-csv:20230206-second-thomas-laser\",\"printed_lat\":\"incident-csv:20230206-second-thomas-laser\",\"printed_lon\":\"incident-csv:20230206-second-thomas-laser\",\"printed_radius_km\":\"incident-csv:20230206-second-thomas-laser\",\"summary\":\"incident-csv:20230206-second-thomas-laser\",\"target_units\":\"incident-csv:20230206-second-thomas-laser\",\"targets\":\"incident-csv:20230206-second-thomas-laser\",\"time_local\":\"incident-csv:20230206-second-thomas-laser\",\"types\":\"incident-csv:20230206-second-thomas-laser\"}"}');
CREATE TABLE lead (
	id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	address TEXT NOT NULL, 
	title TEXT NOT NULL, 
	language TEXT NOT NULL, 
	published TEXT NOT NULL, 
	why TEXT NOT NULL, 
	seen VARCHAR(32) NOT NULL, 
	text TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	reason TEXT NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_lead PRIMARY KEY (id), 
	CONSTRAINT uq_lead_source UNIQUE (source, address), 
	CONSTRAINT fk_lead_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
CREATE TABLE memory (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_memory PRIMARY KEY (name)
);
CREATE TABLE proposal_group (
	incident_id TEXT NOT NULL, 
	group_id TEXT NOT NULL, 
	score FLOAT NOT NULL, 
	reasons TEXT NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_proposal_group PRIMARY KEY (incident_id), 
	CONSTRAINT fk_proposal_group_incident_id_incident FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_proposal_group_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
CREATE TABLE proposed_change (
	id INTEGER NOT NULL, 
	incident_id TEXT NOT NULL, 
	report_key TEXT NOT NULL, 
	field VARCHAR(32) NOT NULL, 
	old TEXT, 
	new TEXT, 
	state VARCHAR(16) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_proposed_change PRIMARY KEY (id), 
	CONSTRAINT fk_proposed_change_incident_id_incident FOREIGN KEY(incident_id) REFERENCES incident (id), 
	CONSTRAINT fk_proposed_change_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
CREATE TABLE quarantine (
	id INTEGER NOT NULL, 
	content_hash VARCHAR(64) NOT NULL, 
	file TEXT NOT NULL, 
	"row" INTEGER NOT NULL, 
	raw TEXT NOT NULL, 
	reasons TEXT NOT NULL, 
	format VARCHAR(32) NOT NULL, 
	header TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_quarantine PRIMARY KEY (id), 
	CONSTRAINT fk_quarantine_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
INSERT INTO "quarantine" VALUES(1,'28a0a36e6884d204a73cdc510f7d8ce51b944cc4bf24ef30d4bc96dc635ac2a5','/tmp/acts/old/in/incidents.csv',5,'20240101-bad,1974-01-19,1974-01-20,10:24,kiss,CN-PLAN;RVN-NAVY,RVN-NAVY;CN-PLAN,271;274;389;396,HQ-4;HQ-5;HQ-10;HQ-16,Duncan Island,"Crescent group, Paracel Islands",,,,,48,"HQ-10 sunk, three South Vietnamese and four Chinese ships damaged","Chinese and South Vietnamese warships fought off Duncan Island; the corvette HQ-10 was sunk, and next day Chinese forces took the remaining islands.",CN: 18 of its own killed and 67 wounded; RVN: more than 100 killed and wounded (Wikipedia),undisputed','["types: ''kiss'' is not allowed; allowed are acoustic_device, air_intercept, assault, barrier, blocking, boarding, collision, dangerous_manoeuvre, detention, drone, expulsion, flare, harassment, jamming, laser, radar_lock, ramming, seizure, shadowing, shots_fired, sinking, sonar, standoff, survey_intrusion, swarming, warning_shots, water_cannon; each once, with ; between","id: ''20240101-bad'' is not allowed; by its date_start the id begins with 19740119"]','incidents','["id", "date_start", "date_end", "time_local", "types", "initiators", "targets", "initiator_units", "target_units", "place", "location_text", "lat", "lon", "injured", "killed", "detained", "damage", "summary", "accounts", "corroboration"]','open','2026-11-30T10:00:00.000000Z',1);
CREATE TABLE report (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	source TEXT DEFAULT '' NOT NULL, 
	content TEXT NOT NULL, 
	content_hash VARCHAR(64) NOT NULL, 
	document_key VARCHAR(64), 
	evidence TEXT DEFAULT '{}' NOT NULL, 
	file TEXT NOT NULL, 
	"row" INTEGER NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_report PRIMARY KEY (id), 
	CONSTRAINT uq_report_key UNIQUE ("key", version), 
	CONSTRAINT fk_report_document_key_document FOREIGN KEY(document_key) REFERENCES document ("key"), 
	CONSTRAINT fk_report_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
INSERT INTO "report" VALUES(1,'incident-csv:19740119-paracels-battle',1,'incident-csv','','{"accounts":"CN: 18 of its own killed and 67 wounded; RVN: more than 100 killed and wounded (Wikipedia)","corroboration":"undisputed","damage":"HQ-10 sunk, three South Vietnamese and four Chinese ships damaged","date_end":"1974-01-20","date_start":"1974-01-19","detained":"48","id":"19740119-paracels-battle","initiator_units":"271;274;389;396","initiators":"CN-PLAN;RVN-NAVY","injured":"","killed":"","lat":"","location_text":"Crescent group, Paracel Islands","lon":"","place":"Duncan Island","sources":[{"published":"","publisher":"Wikipedia","url":"https://en.wikipedia.org/wiki/Battle_of_the_Paracel_Islands"},{"published":"","publisher":"Republic of Vietnam documents (copy)","url":"https://paracels74.tripod.com/tailieuHQ4CTCT.htm"},{"published":"2022-11","publisher":"Them Son Ha","url":"http://themsonha.blogspot.com/2022/11/paracel-islandsnaval-battle-january-19.html"}],"summary":"Chinese and South Vietnamese warships fought off Duncan Island; the corvette HQ-10 was sunk, and next day Chinese forces took the remaining islands.","target_units":"HQ-4;HQ-5;HQ-10;HQ-16","targets":"RVN-NAVY;CN-PLAN","time_local":"10:24","types":"sinking;shots_fired;detention;ramming"}','d9c7da28a94fc66f6715db5741fefddf35a695e661ee507f7797d88b6410b5f6',NULL,'{}','/tmp/acts/old/in/incidents.csv',2,1);
INSERT INTO "report" VALUES(2,'incident-csv:20230206-second-thomas-laser',1,'incident-csv','','{"accounts":"PH: military-grade laser; CN: Philippine vessel intruded into its waters","corroboration":"multiple","damage":"","date_end":"","date_start":"2023-02-06","detained":"","id":"20230206-second-thomas-laser","initiator_units":"CCG 5205;CCG 5102","initiators":"CN-CCG;CN-MM","injured":"","killed":"","lat":"","location_text":"10 nm from Second Thomas (Ayungin) Shoal","lon":"","place":"Second Thomas Shoal","sources":[{"published":"","publisher":"Philippine Daily Inquirer","url":"https://newsinfo.inquirer.net/1729763/pcg-crew-affected-by-chinese-laser-attack-being-monitored-for-adverse-effects/amp"},{"published":"2023-02-13","publisher":"ABS-CBN News","url":"https://news.abs-cbn.com/news/02/13/23/chinese-ship-blinds-ph-navy-with-military-grade-laser"},{"published":"2023-02-13","publisher":"Palawan News","url":"https://palawan-news.com/ccg-ship-uses-military-grade-laser-light-to-block-ph-vessels-transporting-supplies-to-ayungin/"},{"published":"2023-02-13","publisher":"Manila Bulletin","url":"https://mb.com.ph/2023/02/13/china-coast-guard-ship-points-blinding-laser-to-pcg-vessel/"},{"published":"","publisher":"NewsPress (coast guard statement)","url":"https://newspress.ph/pcg-statement-on-chinese-vessel-using-laser-at-pcg-ship-in-ayungin/"},{"published":"2023-02-13","publisher":"Philippine News Agency","url":"https://www.pna.gov.ph/articles/1195090"}],"summary":"CCG 5205 shone a green laser twice at BRP Malapascua, blinding bridge crew for 10 to 15 seconds, and came within about 150 yards. The ship, which supported a resupply run, altered course to Lawak (Nanshan) Island.","target_units":"BRP Malapascua (MRRV-4403);BRP Teresa Magbanua (MRRV-9701)","targets":"PH-PCG","time_local":"","types":"laser;dangerous_manoeuvre;blocking"}','b2e94f949374eb10bbfea27426bd654644133e3a335e4e8a03aefb5f5d8c8fa5',NULL,'{}','/tmp/acts/old/in/incidents.csv',3,1);
INSERT INTO "report" VALUES(3,'incident-csv:20241021-natuna-ccg5402-expelled',1,'incident-csv','','{"accounts":"ID: CCG 5402 disturbed a survey on Indonesia''s continental shelf; CN: routine patrol in waters under Chinese jurisdiction","corroboration":"undisputed","damage":"","date_end":"","date_start":"2024-10-21","detained":"","id":"20241021-natuna-ccg5402-expelled","initiator_units":"KN Tanjung Datu 301;KRI Sutedi Senoputra 378;CCG 5402","initiators":"ID-BAKAMLA;ID-NAVY;CN-CCG","injured":"","killed":"","lat":"","location_text":"North Natuna Sea, Indonesian exclusive economic zone","lon":"","place":"North Natuna Sea","sources":[{"published":"","publisher":"Antara","url":"https://en.antaranews.com/news/331069/china-coast-guard-ship-again-expelled-from-north-natuna-sea"},{"published":"","publisher":"VOI","url":"https://voi.id/en/amp/428016"},{"published":"2024-10-23","publisher":"The Maritime Executive","url":"https://maritime-executive.com/article/indonesian-coast-guard-drives-out-chinese-cutter-shadowing-seismic-ship"},{"published":"2024-10-25","publisher":"Army Recognition","url":"https://armyrecognition.com/news/navy-news/2024/indonesia-navy-expels-chinese-coast-guard-ship-from-north-natuna-sea"}],"summary":"Indonesian patrol ships and an aircraft shadowed and drove out CCG 5402, which had been disturbing the seismic survey of MV Geo Coral.","target_units":"CCG 5402;KN Tanjung Datu 301;KRI Sutedi Senoputra 378","targets":"CN-CCG;ID-BAKAMLA;ID-NAVY","time_local":"05:30","types":"expulsion;survey_intrusion;shadowing"}','b8ceb7c57d82fa2290339d28d08ace38d8d7a02ac10ce953c5fbfb1c6bc25bd0',NULL,'{}','/tmp/acts/old/in/incidents.csv',4,1);
INSERT INTO "report" VALUES(4,'article:a:1',1,'article','article:a','{"accounts":"","corroboration":"single","damage":"","date_end":"","date_start":"2023-02-06","detained":"","id":"","initiator_units":"","initiators":"CN-CCG","injured":"","killed":"","lat":"","location_text":"Second Thomas Shoal","lon":"","place":"Second Thomas Shoal","sources":[{"published":"2023-02-06","publisher":"Rappler","url":"https://www.rappler.com/a"}],"summary":"A laser.","target_units":"","targets":"PH-PCG","time_local":"","types":"laser"}','71e5191c891eb5c48e89aa0573eaf19e5719b7a1959705659b9dd3f73fd8bfec','cc5f8697e8f4cb889f1a77442465059d217aab319e7acea725eea3177a3928c9','{"types":{"basis":"stated","confidence":1.0,"end":40,"start":12}}','reports',1,2);
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
INSERT INTO "review" VALUES('article:a:1','20230206-second-thomas-laser',9.0,'["same day (+2.0)","0 km apart (+2.0)","both laser (+2.0)","initiators CN-CCG (+1.5)","targets PH-PCG (+1.5)"]','2026-11-30T10:00:01.000000Z',2);
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
	CONSTRAINT fk_revision_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
INSERT INTO "revision" VALUES(1,'19740119-paracels-battle',1,'2026-11-30T10:00:00.000000Z','created',NULL,'{"accounts":"CN: 18 of its own killed and 67 wounded; RVN: more than 100 killed and wounded (Wikipedia)","alternatives":"paracel-islands","award_2016":"not_addressed","baseline_nm_bn":713.972,"baseline_nm_cn":142.902,"baseline_nm_id":731.385,"baseline_nm_my":630.485,"baseline_nm_ph":468.907,"baseline_nm_tw":594.348,"baseline_nm_vn":158.681,"claimants":"CN;TW;VN","corroboration":"undisputed","damage":"HQ-10 sunk, three South Vietnamese and four Chinese ships damaged","date_end":"1974-01-20","date_start":"1974-01-19","detained":48,"disagreements":"{}","episode":"","feature_id":"crescent-group","first_speakers":"CN (CN, party);RVN (named in the accounts);Wikipedia (US, kind not traced);Them Son Ha (country not traced, kind not traced)","flags":"","geodata_version":"3179322936d0","independent_sources":2,"independent_witnesses":2,"initiator_units":"271;274;389;396","initiators":"CN-PLAN;RVN-NAVY","injured":null,"killed":null,"lat":16.51667,"location_text":"Crescent group, Paracel Islands","lon":111.63333,"matched_text":"Crescent group","method":"feature","nearest_coast":"CN","nearest_coast_nm":143.249,"nearest_feature":"shanhu-dong-ansha","nearest_feature_nm":1.036,"other_side":"","place":"Duncan Island","printed_lat":"","printed_lon":"","printed_radius_km":"","radius_km":25.0,"reason":"","severity":5,"sources":"[{\"published\":\"\",\"publisher\":\"Wikipedia\",\"url\":\"https://en.wikipedia.org/wiki/Battle_of_the_Paracel_Islands\"},{\"published\":\"\",\"publisher\":\"Republic of Vietnam documents (copy)\",\"url\":\"https://paracels74.tripod.com/tailieuHQ4CTCT.htm\"},{\"published\":\"2022-11\",\"publisher\":\"Them Son Ha\",\"url\":\"http://themsonha.blogspot.com/2022/11/paracel-islandsnaval-battle-january-19.html\"}]","standing":"Inside the illustrative dash area; possibly within 12 M of Drummond Island, Duncan Island and 15 other features; possibly within 12 M of Antelope Reef, which China, Taiwan and Viet Nam claim; the place is known only to within 25 km.","status":"accepted","summary":"Chinese and South Vietnamese warships fought off Duncan Island; the corvette HQ-10 was sunk, and next day Chinese forces took the remaining islands.","target_units":"HQ-4;HQ-5;HQ-10;HQ-16","targets":"RVN-NAVY;CN-PLAN","time_local":"10:24","types":"sinking;shots_fired;detention;ramming","unmapped":"","zone_shares":"{\"cn-dash-area\": 1.0, \"ts-antelope-reef\": 0.703, \"ts-da-son-ky\": 0.682, \"ts-da-tra-tay\": 0.664, \"ts-discovery-reef-paracel\": 0.222, \"ts-drummond-island\": 0.577, \"ts-duncan-island\": 0.627, \"ts-duncan-island-reef\": 0.671, \"ts-guangjin-beierdao\": 0.653, \"ts-guangjin-beiyidao\": 0.653, \"ts-guangjin-xidao\": 0.652, \"ts-jinyin-dongdao\": 0.558, \"ts-kuangzai-beidao\": 0.697, \"ts-laocuzhizai-dao\": 0.786, \"ts-money-island\": 0.525, \"ts-money-island-reef\": 0.631, \"ts-observation-bank\": 0.64, \"ts-pattle-island\": 0.782, \"ts-pattle-island-reef\": 0.863, \"ts-quanfu-island\": 0.696, \"ts-robert-island\": 0.749, \"ts-robert-island-reef\": 0.773, \"ts-vuladdore-reef\": 0.0, \"ts-weizhizai-dao\": 0.548, \"ts-yagong-island\": 0.693, \"ts-yinyu-dongdao\": 0.633, \"ts-yinyuzai-xidao\": 0.648}","zones":"cn-dash-area","zones_possible":"ts-antelope-reef;ts-da-son-ky;ts-da-tra-tay;ts-discovery-reef-paracel;ts-drummond-island;ts-duncan-island;ts-duncan-island-reef;ts-guangjin-beierdao;ts-guangjin-beiyidao;ts-guangjin-xidao;ts-jinyin-dongdao;ts-kuangzai-beidao;ts-laocuzhizai-dao;ts-money-island;ts-money-island-reef;ts-observation-bank;ts-pattle-island;ts-pattle-island-reef;ts-quanfu-island;ts-robert-island;ts-robert-island-reef;ts-vuladdore-reef;ts-weizhizai-dao;ts-yagong-island;ts-yinyu-dongdao;ts-yinyuzai-xidao"}','editor','first report',1);
INSERT INTO "revision" VALUES(2,'20230206-second-thomas-laser',1,'2026-11-30T10:00:00.000000Z','created',NULL,'{"accounts":"PH: military-grade laser; CN: Philippine vessel intruded into its waters","alternatives":"","award_2016":"low_tide_elevation","baseline_nm_bn":283.269,"baseline_nm_cn":617.622,"baseline_nm_id":344.312,"baseline_nm_my":156.26,"baseline_nm_ph":105.899,"baseline_nm_tw":773.735,"baseline_nm_vn":399.191,"claimants":"CN;MY;PH;TW;VN","corroboration":"multiple","damage":"","date_end":"","date_start":"2023-02-06","detained":null,"disagreements":"{}","episode":"","feature_id":"second-thomas-shoal","first_speakers":"PH (PH, party);CN (CN, party);Philippine Daily Inquirer (PH, kind not traced);ABS-CBN News (PH, kind not traced);Palawan News (PH, kind not traced);Manila Bulletin (PH, kind not traced);NewsPress (PH, kind not traced)","flags":"","geodata_version":"3179322936d0","independent_sources":6,"independent_witnesses":5,"initiator_units":"CCG 5205;CCG 5102","initiators":"CN-CCG;CN-MM","injured":null,"killed":null,"lat":9.7325,"location_text":"10 nm from Second Thomas (Ayungin) Shoal","lon":115.86417,"matched_text":"10 nm from Second Thomas (Ayungin) Shoal","method":"offset","nearest_coast":"PH","nearest_coast_nm":106.102,"nearest_feature":"second-thomas-shoal","nearest_feature_nm":0.0,"other_side":"confirms","place":"Second Thomas Shoal","printed_lat":"","printed_lon":"","printed_radius_km":"","radius_km":29.446,"reason":"the direction from Second Thomas Shoal is open","severity":2,"sources":"[{\"published\":\"\",\"publisher\":\"Philippine Daily Inquirer\",\"url\":\"https://newsinfo.inquirer.net/1729763/pcg-crew-affected-by-chinese-laser-attack-being-monitored-for-adverse-effects/amp\"},{\"published\":\"2023-02-13\",\"publisher\":\"ABS-CBN News\",\"url\":\"https://news.abs-cbn.com/news/02/13/23/chinese-ship-blinds-ph-navy-with-military-grade-laser\"},{\"published\":\"2023-02-13\",\"publisher\":\"Palawan News\",\"url\":\"https://palawan-news.com/ccg-ship-uses-military-grade-laser-light-to-block-ph-vessels-transporting-supplies-to-ayungin/\"},{\"published\":\"2023-02-13\",\"publisher\":\"Manila Bulletin\",\"url\":\"https://mb.com.ph/2023/02/13/china-coast-guard-ship-points-blinding-laser-to-pcg-vessel/\"},{\"published\":\"\",\"publisher\":\"NewsPress (coast guard statement)\",\"url\":\"https://newspress.ph/pcg-statement-on-chinese-vessel-using-laser-at-pcg-ship-in-ayungin/\"},{\"published\":\"2023-02-13\",\"publisher\":\"Philippine News Agency\",\"url\":\"https://www.pna.gov.ph/articles/1195090\"}]","standing":"Around Second Thomas Shoal, which China, the Philippines, Taiwan and Viet Nam claim and the 2016 Award, which China rejects, found to lie within the Philippine exclusive economic zone and to be a low-tide elevation; the place is known only to within 29 km.","status":"accepted","summary":"CCG 5205 shone a green laser twice at BRP Malapascua, blinding bridge crew for 10 to 15 seconds, and came within about 150 yards. The ship, which supported a resupply run, altered course to Lawak (Nanshan) Island.","target_units":"BRP Malapascua (MRRV-4403);BRP Teresa Magbanua (MRRV-9701)","targets":"PH-PCG","time_local":"","types":"laser;dangerous_manoeuvre;blocking","unmapped":"","zone_shares":"{\"cn-dash-area\": 1.0, \"cz-alicia-annie-reef\": 0.143, \"my-eez\": 1.0, \"ph-eez\": 1.0, \"ph-kig\": 1.0, \"ts-boxall-reef\": 0.146, \"ts-hardy-reef\": 0.0}","zones":"cn-dash-area;my-eez;ph-eez;ph-kig","zones_possible":"cz-alicia-annie-reef;ts-boxall-reef;ts-hardy-reef"}','editor','first report',1);
INSERT INTO "revision" VALUES(3,'20241021-natuna-ccg5402-expelled',1,'2026-11-30T10:00:00.000000Z','created',NULL,'{"accounts":"ID: CCG 5402 disturbed a survey on Indonesia''s continental shelf; CN: routine patrol in waters under Chinese jurisdiction","alternatives":"","award_2016":"not_addressed","baseline_nm_bn":289.682,"baseline_nm_cn":786.258,"baseline_nm_id":68.478,"baseline_nm_my":176.54,"baseline_nm_ph":490.809,"baseline_nm_tw":1208.763,"baseline_nm_vn":263.474,"claimants":"BN;CN;ID;MY;PH;SG;TH;TW;VN","corroboration":"undisputed","damage":"","date_end":"","date_start":"2024-10-21","detained":null,"disagreements":"{}","episode":"","feature_id":"north-natuna-sea","first_speakers":"ID (ID, party);CN (CN, party);VOI (ID, kind not traced);The Maritime Executive (US, kind not traced);Army Recognition (BE, kind not traced)","flags":"","geodata_version":"3179322936d0","independent_sources":4,"independent_witnesses":3,"initiator_units":"KN Tanjung Datu 301;KRI Sutedi Senoputra 378;CCG 5402","initiators":"ID-BAKAMLA;ID-NAVY;CN-CCG","injured":null,"killed":null,"lat":5.0,"location_text":"North Natuna Sea, Indonesian exclusive economic zone","lon":109.2,"matched_text":"North Natuna Sea","method":"area","nearest_coast":"ID","nearest_coast_nm":71.353,"nearest_feature":"sekatung","nearest_feature_nm":72.236,"other_side":"","place":"North Natuna Sea","printed_lat":"","printed_lon":"","printed_radius_km":"","radius_km":480.0,"reason":"","severity":1,"sources":"[{\"published\":\"\",\"publisher\":\"Antara\",\"url\":\"https://en.antaranews.com/news/331069/china-coast-guard-ship-again-expelled-from-north-natuna-sea\"},{\"published\":\"\",\"publisher\":\"VOI\",\"url\":\"https://voi.id/en/amp/428016\"},{\"published\":\"2024-10-23\",\"publisher\":\"The Maritime Executive\",\"url\":\"https://maritime-executive.com/article/indonesian-coast-guard-drives-out-chinese-cutter-shadowing-seismic-ship\"},{\"published\":\"2024-10-25\",\"publisher\":\"Army Recognition\",\"url\":\"https://armyrecognition.com/news/navy-news/2024/indonesia-navy-expels-chinese-coast-guard-ship-from-north-natuna-sea\"}]","standing":"Possibly in zones that Brunei, China, Indonesia, Malaysia, the Philippines, Singapore, Taiwan, Thailand and Viet Nam claim; the place is known only to within 480 km.","status":"accepted","summary":"Indonesian patrol ships and an aircraft shadowed and drove out CCG 5402, which had been disturbing the seismic survey of MV Geo Coral.","target_units":"CCG 5402;KN Tanjung Datu 301;KRI Sutedi Senoputra 378","targets":"CN-CCG;ID-BAKAMLA;ID-NAVY","time_local":"05:30","types":"expulsion;survey_intrusion;shadowing","unmapped":"","zone_shares":"{\"bn-eez\": 0.031, \"cn-dash-area\": 0.378, \"cz-amboyna-cay\": 0.0, \"cz-louisa-reef\": 0.002, \"cz-luconia-breakers\": 0.005, \"cz-spratly-island\": 0.002, \"id-archipelagic\": 0.161, \"id-eez\": 0.536, \"id-ts\": 0.028, \"land\": 0.069, \"my-eez\": 0.467, \"my-ts\": 0.025, \"ph-kig\": 0.002, \"sg-eez\": 0.03, \"th-eez\": 0.014, \"ts-louisa-reef\": 0.002, \"ts-luconia-breakers\": 0.004, \"ts-spratly-island\": 0.0, \"vn-cz\": 0.008, \"vn-eez\": 0.333, \"vn-ts\": 0.002}","zones":"","zones_possible":"bn-eez;cn-dash-area;cz-amboyna-cay;cz-louisa-reef;cz-luconia-breakers;cz-spratly-island;id-archipelagic;id-eez;id-ts;land;my-eez;my-ts;ph-kig;sg-eez;th-eez;ts-louisa-reef;ts-luconia-breakers;ts-spratly-island;vn-cz;vn-eez;vn-ts"}','editor','first report',1);
INSERT INTO "revision" VALUES(4,'20230206-second-thomas-shoal-article-f90b04',1,'2026-11-30T10:00:01.000000Z','created',NULL,'{"accounts":"","alternatives":"","award_2016":"low_tide_elevation","baseline_nm_bn":283.269,"baseline_nm_cn":617.622,"baseline_nm_id":344.312,"baseline_nm_my":156.26,"baseline_nm_ph":105.899,"baseline_nm_tw":773.735,"baseline_nm_vn":399.191,"claimants":"CN;MY;PH;TW;VN","corroboration":"single","damage":"","date_end":"","date_start":"2023-02-06","detained":null,"disagreements":"{}","episode":"","feature_id":"second-thomas-shoal","first_speakers":"Rappler (PH, kind not traced)","flags":"","geodata_version":"3179322936d0","independent_sources":1,"independent_witnesses":1,"initiator_units":"","initiators":"CN-CCG","injured":null,"killed":null,"lat":9.7325,"location_text":"Second Thomas Shoal","lon":115.86417,"matched_text":"Second Thomas Shoal","method":"feature","nearest_coast":"PH","nearest_coast_nm":106.102,"nearest_feature":"second-thomas-shoal","nearest_feature_nm":0.0,"other_side":"","place":"Second Thomas Shoal","printed_lat":"","printed_lon":"","printed_radius_km":"","radius_km":10.0,"reason":"","severity":2,"sources":"[{\"published\":\"2023-02-06\",\"publisher\":\"Rappler\",\"url\":\"https://www.rappler.com/a\"}]","standing":"At Second Thomas Shoal, which China, the Philippines, Taiwan and Viet Nam claim and the 2016 Award, which China rejects, found to lie within the Philippine exclusive economic zone and to be a low-tide elevation; within 200 M of Malaysian and Philippine baselines.","status":"proposed","summary":"A laser.","target_units":"","targets":"PH-PCG","time_local":"","types":"laser","unmapped":"","zone_shares":"{\"cn-dash-area\": 1.0, \"cz-alicia-annie-reef\": 0.0, \"my-eez\": 1.0, \"ph-eez\": 1.0, \"ph-kig\": 1.0, \"ts-boxall-reef\": 0.0}","zones":"cn-dash-area;my-eez;ph-eez;ph-kig","zones_possible":"cz-alicia-annie-reef;ts-boxall-reef"}','editor','first report',2);
INSERT INTO "revision" VALUES(5,'20230206-second-thomas-laser',2,'2026-11-30T10:00:02.000000Z','injured','null','2','editor','read again',3);
INSERT INTO "revision" VALUES(6,'20230206-second-thomas-laser',2,'2026-11-30T10:00:02.000000Z','severity','2','4','editor','read again',3);
INSERT INTO "revision" VALUES(7,'19740119-paracels-battle',2,'2026-11-30T10:00:03.000000Z','status','"accepted"','"retracted"','editor','out of scope',4);
CREATE TABLE run (
	id INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	action VARCHAR(32) NOT NULL, 
	summary TEXT NOT NULL, 
	"by" TEXT DEFAULT '' NOT NULL, 
	role TEXT DEFAULT '' NOT NULL, 
	content INTEGER DEFAULT '1' NOT NULL, 
	hash VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_run PRIMARY KEY (id)
);
INSERT INTO "run" VALUES(1,'2026-11-30T10:00:00.000000Z','import','{"added":3,"file":"/tmp/acts/old/in/incidents.csv","linked":0,"passed_over":0,"quarantined":1,"read":4,"unchanged":0,"updated":0}','editor','',1,'a009b9eabe71180335e37440fbd0295000a10740a452abefb0f84f252299487d');
INSERT INTO "run" VALUES(2,'2026-11-30T10:00:01.000000Z','import','{"added":0,"file":"reports","linked":1,"passed_over":0,"quarantined":0,"read":1,"unchanged":0,"updated":0}','editor','',1,'a5cb42a579f4770480e8f1c02cd7dc8cf460142881e093b85879851e6cd5675c');
INSERT INTO "run" VALUES(3,'2026-11-30T10:00:02.000000Z','amend','{"fields":["injured","severity"],"incident":"20230206-second-thomas-laser"}','editor','',1,'a0af9602dcc4f35803a2a1dbb1e1db235289f88b8a71da8f283a6d64b42a1508');
INSERT INTO "run" VALUES(4,'2026-11-30T10:00:03.000000Z','retract','{"fields":["status"],"incident":"19740119-paracels-battle"}','editor','',1,'9a0283215cf1a1612e5753ef366c3345a734e31796e50af6722428d3deb08200');
CREATE TABLE seen_item (
	source TEXT NOT NULL, 
	item TEXT NOT NULL, 
	content_hash VARCHAR(64) NOT NULL, 
	outcome VARCHAR(16) NOT NULL, 
	tries INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_seen_item PRIMARY KEY (source, item)
);
CREATE TABLE snooze (
	subject TEXT NOT NULL, 
	until VARCHAR(32) NOT NULL, 
	"by" TEXT NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_snooze PRIMARY KEY (subject), 
	CONSTRAINT fk_snooze_run_id_run FOREIGN KEY(run_id) REFERENCES run (id)
);
CREATE TABLE source_health (
	source TEXT NOT NULL, 
	newest TEXT NOT NULL, 
	last_try VARCHAR(32) NOT NULL, 
	last_success VARCHAR(32) NOT NULL, 
	hits INTEGER NOT NULL, 
	refusals INTEGER NOT NULL, 
	silent_since TEXT NOT NULL, 
	note TEXT NOT NULL, 
	memory TEXT NOT NULL, 
	CONSTRAINT pk_source_health PRIMARY KEY (source)
);
CREATE INDEX ix_document_address ON document (address);
CREATE INDEX ix_revision_at ON revision (at);
CREATE INDEX ix_revision_incident ON revision (incident_id, revision);
CREATE INDEX ix_journal_subject ON journal (subject, "key");
CREATE INDEX ix_journal_run_id ON journal (run_id);
CREATE INDEX ix_quarantine_content_hash ON quarantine (content_hash);
CREATE INDEX ix_proposal_group_group_id ON proposal_group (group_id);
CREATE INDEX ix_proposed_change_incident_id ON proposed_change (incident_id);
CREATE INDEX ix_lead_state ON lead (state);
CREATE VIEW incidents_now AS SELECT id, status, date_start, date_end, time_local, types, initiators, targets, initiator_units, target_units, place, location_text, printed_lat, printed_lon, injured, killed, detained, damage, summary, accounts, corroboration, printed_radius_km, sources, unmapped, disagreements, severity, flags, episode, independent_sources, first_speakers, other_side, independent_witnesses, lat, lon, radius_km, method, feature_id, matched_text, alternatives, reason, zones, zones_possible, zone_shares, claimants, nearest_feature, nearest_feature_nm, award_2016, nearest_coast, nearest_coast_nm, standing, baseline_nm_bn, baseline_nm_cn, baseline_nm_id, baseline_nm_my, baseline_nm_ph, baseline_nm_tw, baseline_nm_vn, geodata_version, revision, updated_at, decided_by FROM incident WHERE status <> 'retracted';
CREATE VIEW reports_now AS
    SELECT report.key AS report_key, incident_report.incident_id, report.kind, report.source, report.version,
           incident_report.how, report.content, document.title, document.address, document.publisher,
           document.language, document.published, document.archive_address
    FROM report
    JOIN (SELECT key, max(version) AS version FROM report GROUP BY key) AS newest
      ON newest.key = report.key AND newest.version = report.version
    LEFT JOIN incident_report ON incident_report.report_key = report.key
    LEFT JOIN document ON document.key = report.document_key;
CREATE VIEW types_long AS
    WITH RECURSIVE parts(incident_id, rest) AS (
        SELECT id, types || ';' FROM incidents_now
        UNION ALL
        SELECT incident_id, substr(rest, instr(rest, ';') + 1) FROM parts WHERE rest <> ''
    )
    SELECT incident_id, trim(substr(rest, 1, instr(rest, ';') - 1)) AS type
    FROM parts WHERE trim(substr(rest, 1, instr(rest, ';') - 1)) <> '';
CREATE VIEW sides_long AS
    WITH RECURSIVE parts(incident_id, side, rest) AS (
        SELECT id, 'initiator', initiators || ';' FROM incidents_now UNION ALL SELECT id, 'target', targets || ';' FROM incidents_now
        UNION ALL
        SELECT incident_id, side, substr(rest, instr(rest, ';') + 1) FROM parts WHERE rest <> ''
    )
    SELECT incident_id, side, trim(substr(rest, 1, instr(rest, ';') - 1)) AS actor
    FROM parts WHERE trim(substr(rest, 1, instr(rest, ';') - 1)) <> '';
COMMIT;
