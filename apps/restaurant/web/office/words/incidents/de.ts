/** What the cameras show, in German, and what to do about it. */
import type { IncidentWords } from "./en.js";

export const words: IncidentWords = {
  events: {
    "request.refused": {
      message: "Eine Anfrage wurde abgelehnt.",
      action:
        "Sehen Sie sich den Grund an. Ein Absender allein irrt sich oder probiert; viele zugleich nach einem Update sind ein Fehler des Updates.",
    },
    "request.failed": {
      message: "Eine Anfrage ist hier gescheitert.",
      action:
        "Suchen Sie im Protokoll die Zeile `failure` mit derselben Anfragenummer: Sie nennt den Fehler und seine Ursachen.",
    },
    "signature.failed": {
      message: "Die Signatur eines Partners war nicht zu bestätigen.",
      action:
        "Vergleichen Sie das Geheimnis mit der Seite des Partners. Stimmt es, sendet jemand anderes: Geglaubt wurde nichts.",
    },
    "signature.old_secret": {
      message: "Ein Partner signiert noch mit dem früheren Geheimnis.",
      action: "Lassen Sie den Partner wechseln, bevor das frühere endet.",
    },
    "webhook.duplicate": {
      message: "Eine Zustellung war schon einmal angekommen.",
      action:
        "Nichts: Sie wurde beantwortet und nicht doppelt bearbeitet. Viele zugleich heißen, dass dem Partner zu spät geantwortet wird.",
    },
    "proxy.untrusted": {
      message: "X-Forwarded-For kam an, und keinem Proxy wird vertraut.",
      action: "Nennen Sie die Proxys davor, sonst zählen alle hinter ihnen als einer. Steht dort keiner: nichts.",
    },
    "page.policy_violated": {
      message: "Ein Browser meldet, was die Regeln einer Seite verbieten.",
      action:
        "Sehen Sie nach, was aufgehalten wurde: Ein Skript der Seite selbst gehört in die Regeln, alles andere nicht.",
    },
    "input.suspicious": {
      message: "Die Angaben einer Anfrage sehen nach einem Angriff aus.",
      action:
        "Nichts bei einer einzelnen: So etwas schreiben auch Gäste. Viele aus einem Netz probieren Türen; weisen Sie es eine Weile ab.",
    },
    "limit.reached": {
      message: "Eine Grenze für Anfragen wurde erreicht.",
      action:
        "Sehen Sie nach, wer es war und welche Grenze. Heben Sie an, was ehrliche Gäste erreichen; lassen Sie, was ein Skript aufhält.",
    },
    "client.banned": {
      message: "Ein Absender ist für eine Weile gesperrt.",
      action:
        "Nichts, wenn es ein Skript ist. Läuft ein ehrliches Programm im Kreis, sagen Sie es dem Hersteller; die Sperre endet von selbst.",
    },
    "token.issued": { message: "Ein Token wurde ausgestellt.", action: "Nichts, wenn die Person es wollte." },
    "token.refreshed": { message: "Ein Token wurde erneuert.", action: "Nichts." },
    "token.reused": {
      message: "Ein verbrauchtes Token wurde noch einmal benutzt.",
      action:
        "Die Anmeldung ist beendet. Bitten Sie die Person, sich neu anzumelden und nach einem gestohlenen Gerät oder Browser zu sehen.",
    },
    "token.revoked": {
      message: "Ein Token wurde zurückgenommen.",
      action: "Nichts, wenn die Person oder Sie es wollten.",
    },
    "sign_in.succeeded": {
      message: "Eine Anmeldung ist gelungen.",
      action: "Nichts, wenn die Person bei der Arbeit ist.",
    },
    "sign_in.failed": {
      message: "Eine Anmeldung ist gescheitert.",
      action:
        "Nichts bei einer einzelnen. Viele Konten aus einem Netz heißen, dass gestohlene Passwörter probiert werden.",
    },
    "store.away": {
      message: "Ein Speicher ist nicht zu erreichen.",
      action:
        "Bringen Sie ihn zurück. Bis dahin tut jede Schicht, die ihn braucht, was ihr gesagt wurde: ablehnen, zulassen oder allein zählen.",
    },
    "store.back": { message: "Ein Speicher ist wieder zu erreichen.", action: "Nichts." },
    "answer.undeclared": {
      message: "Eine Antwort enthielt, was ihr Vertrag nicht nennt.",
      action:
        "Wer fragte, bekam nur einen Fehler 500. Berichtigen Sie den Code oder nennen Sie, was er sendet; daneben stehen die Stellen.",
    },
    "secret.rotated": {
      message: "Ein Geheimnis wurde gewechselt.",
      action: "Nichts, wenn Sie es waren oder Ihre Verwaltung der Geheimnisse.",
    },
    "route.shadow_refusal": {
      message: "Eine Anfrage wäre abgelehnt worden.",
      action: "Sehen Sie nach, wen es träfe, bevor die Grenze in Kraft tritt.",
    },
    "start.warned": {
      message: "Ein Vertrag oder eine Einstellung widerspricht sich.",
      action: "Berichtigen Sie, was daneben steht: Jetzt startet es noch, eine spätere Fassung kann es ablehnen.",
    },
    "audit.failed": {
      message: "Ein Eintrag ins Prüfprotokoll ist gescheitert.",
      action: "Bringen Sie seinen Speicher zurück. Wo das Protokoll ablehnt, werden Anfragen bis dahin abgelehnt.",
    },
    "alert.raised": { message: "Ein Alarm wurde ausgelöst.", action: "Tun Sie, was die Regel des Alarms sagt." },
    "process.failed": {
      message: "Der Prozess endet durch einen Fehler, den nichts auffing.",
      action: "Suchen Sie die Zeile `failure` daneben; was sie nennt, ist ein Defekt.",
    },
    "process.stalled": {
      message: "Der Server stand einen Augenblick still.",
      action: "Suchen Sie, was so lange rechnet: ein großes JSON, ein regulärer Ausdruck, oder eine Bibliothek.",
    },
  },
  alerts: {
    forged_signatures: {
      message: "Im Namen eines Partners kommt etwas ohne seine Signatur.",
      action:
        "Vergleichen Sie das Geheimnis mit der Seite des Partners. Stimmt es, sperren Sie das Netz, aus dem es kommt.",
    },
    forged_tokens: {
      message: "Es kommen Tokens an, die niemand hier ausgestellt hat.",
      action:
        "Sehen Sie sich die Gründe an: Einer allein nach einem Wechsel der Schlüssel ist Ihr eigener Fehler, viele sind ein Angriff.",
    },
    refresh_reuse: {
      message: "Ein Token zum Erneuern wurde zweimal benutzt: Einer von beiden hat es gestohlen.",
      action:
        "Die Anmeldung ist schon beendet. Bitten Sie die Person, sich neu anzumelden und nach einem gestohlenen Gerät zu sehen.",
    },
    credential_stuffing: {
      message: "Aus einem Netz wird versucht, sich bei vielen Konten anzumelden.",
      action: "Sperren Sie das Netz vorerst, und lassen Sie die Konten, in die es gelangte, sich neu anmelden.",
    },
    sign_in_failures: {
      message: "Es scheitern weit mehr Anmeldungen, als Menschen sich vertippen.",
      action:
        "Sehen Sie sich die Netze an: Viele zugleich sind ein Botnetz mit gestohlenen Passwörtern. Ziehen Sie die Grenze der Anmeldung enger.",
    },
    caller_at_every_limit: {
      message: "Ein Absender ist bei einer Route nach der anderen an seiner Grenze.",
      action: "Sehen Sie nach, wer es ist. Sprechen Sie mit Kunden, deren Skript durchgeht; weisen Sie Abschöpfer ab.",
    },
    refusals_rising: {
      message: "Ein großer Teil aller Anfragen wird abgelehnt.",
      action:
        "Vergleichen Sie mit dem letzten Update: Ein geänderter Vertrag, Schlüssel oder Grenzwert lehnt ehrliche Gäste ab.",
    },
    store_away: {
      message: "Ein Speicher ist nicht zu erreichen.",
      action:
        "Bringen Sie ihn zurück. Bis dahin tut jede Schicht, die ihn braucht, was ihr gesagt wurde: ablehnen, zulassen oder allein zählen.",
    },
    answers_undeclared: {
      message: "Der Antwortfilter hält Antworten zurück.",
      action:
        "Berichtigen Sie den Code oder nennen Sie, was er sendet: Wer fragt, sieht bis dahin nur einen Fehler 500.",
    },
    requests_failing: {
      message: "Anfragen scheitern hier.",
      action: "Suchen Sie die Zeilen `failure`: Sie nennen den Fehler und seine Ursachen.",
    },
    audit_failing: {
      message: "Das Prüfprotokoll hat Lücken.",
      action: "Bringen Sie seinen Speicher zurück. Wo das Protokoll ablehnt, werden Anfragen bis dahin abgelehnt.",
    },
    process_stalling: {
      message: "Der Server bleibt immer wieder stehen.",
      action: "Suchen Sie, was so lange rechnet: ein großes JSON, ein regulärer Ausdruck, oder eine Bibliothek.",
    },
    process_failed: {
      message: "Ein Prozess endete durch einen Fehler, den nichts auffing.",
      action: "Suchen Sie die Zeile `failure` daneben; was sie nennt, ist ein Defekt.",
    },
  },
};
