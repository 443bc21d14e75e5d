package io.laserstreams.learning.reproduce;

import io.laserstreams.crm.model.Models;
import io.laserstreams.learning.reproduce.Findings.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares our metrics with others'. */
final class Comparisons {
  private static final double TENTH = 0.1;

  private Comparisons() {}

  /** The paper's table: its models beside ours without knowledge, then our models that it lacks. */
  static Markdown.Table withPaper(String dataset, Findings findings) {
    double full = findings.full();
    var table =
        new Markdown.Table(
            "model",
            "published AUC / log loss",
            "ours, " + FigureFormat.percent(full) + ": AUC",
            "log loss",
            "AUC against published",
            "over its backbone");
    List<PublishedFigure> published = PublishedFigure.of(dataset);
    for (PublishedFigure figure : published) {
      List<Kind> ours =
          trained(findings).stream()
              .filter(kind -> kind.isBackbone() && figure.models().contains(kind.model()))
              .toList();
      String theirs =
          FigureFormat.figure(figure.auc()) + " / " + FigureFormat.figure(figure.logLoss());
      if (ours.isEmpty()) {
        table.row(figure.label(), theirs, "", "", "", "");
      }
      for (Kind kind : ours) {
        String label = figure.label() + (ours.size() > 1 ? " (" + kind.model() + ")" : "");
        table.row(
            label,
            theirs,
            auc(findings, kind),
            logLoss(findings, kind),
            FigureFormat.signedPercent(findings.auc(kind, full) / figure.auc() - 1),
            "");
      }
    }
    trained(findings).stream()
        .filter(
            kind ->
                !kind.isBackbone()
                    || published.stream()
                        .noneMatch(figure -> figure.models().contains(kind.model())))
        .forEach(
            kind ->
                table.row(
                    findings.name(kind),
                    "",
                    auc(findings, kind),
                    logLoss(findings, kind),
                    "",
                    kind.isBackbone()
                        ? ""
                        : FigureFormat.signedPercent(findings.improvement(kind, full))));
    return table;
  }

  /**
   * Public libraries measured on the same split, each above our models of its kind; writes nothing
   * without any.
   */
  static void withPeers(String dataset, Findings findings, Markdown text) {
    List<PeerFigure> peers = PeerFigure.of(dataset);
    if (peers.isEmpty()) {
      return;
    }
    text.add("## Public libraries on the same split");
    text.add(
        "Theirs: one seed, one thread, chosen on validation, their own training loops. Ours, below"
            + " each: of the same kind, or, if we have none, the best on validation; mean over"
            + " seeds. Serving times are of one candidate in slates of 100 on one thread; theirs"
            + " and ours were taken on machines of the same class, not in the same hour.");
    var table =
        new Markdown.Table(
            "model",
            "AUC / log loss, " + FigureFormat.percent(findings.full()),
            "AUC, 10 %",
            "µs a candidate",
            "AUC, ours less theirs",
            "the same at 10 %");
    for (PeerFigure peer : peers) {
      Double theirTenth = peer.tenth();
      table.row(
          "**" + peer.label() + "**",
          peer.figures(),
          theirTenth == null ? "" : FigureFormat.figure(theirTenth),
          peer.micros(),
          "",
          "");
      for (Kind kind : ours(peer, findings)) {
        double tenth = findings.auc(kind, TENTH);
        table.row(
            "ours: " + findings.name(kind),
            auc(findings, kind) + " / " + logLoss(findings, kind),
            FigureFormat.figure(tenth),
            "%.1f".formatted(findings.servingMicros(kind, findings.full()).mean()),
            FigureFormat.signed(findings.auc(kind, findings.full()) - peer.auc()),
            theirTenth == null ? "" : FigureFormat.signed(tenth - theirTenth));
      }
    }
    text.add(table);
  }

  private static List<Kind> ours(PeerFigure peer, Findings findings) {
    List<String> models = peer.models().isEmpty() ? Models.names() : peer.models();
    List<Kind> ours = new ArrayList<>();
    for (boolean withKnowledge : new boolean[] {false, true}) {
      Optional<Kind> best = findings.best(models, withKnowledge);
      best.ifPresent(ours::add);
    }
    return ours;
  }

  private static List<Kind> trained(Findings findings) {
    return findings.kinds().stream()
        .filter(kind -> !findings.rows(kind, findings.full()).isEmpty())
        .toList();
  }

  private static String auc(Findings findings, Kind kind) {
    return findings.testAuc(kind, findings.full()).toString();
  }

  private static String logLoss(Findings findings, Kind kind) {
    return findings.testLogLoss(kind, findings.full()).toString();
  }
}
