package io.laserstreams.tools.inspect;

import static java.util.Objects.requireNonNull;

import io.laserstreams.tools.inspect.Inspection.Content;
import io.laserstreams.tools.inspect.Inspection.Event;
import io.laserstreams.tools.inspect.Inspection.Profile;
import io.laserstreams.tools.inspect.Inspection.Question;
import io.laserstreams.tools.inspect.Inspection.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An inspection in lines for people. */
final class InspectionText {
  private static final String INDENT = "    ";
  private static final long MILLIS = 1_000;

  private final Inspection found;
  private final List<String> lines = new ArrayList<>();

  InspectionText(Inspection found) {
    this.found = requireNonNull(found, "found is null");
  }

  List<String> lines() {
    lines.clear();
    lines.add((found.kind().equals("user") ? "User " : "Item ") + found.id());
    subject();
    knowledge(found.knowledge());
    lines.add("");
    lines.add("Request: " + found.request().explanation());
    if (found.request().requestId() != null) {
      line(
          "asked",
          "%s at position %d, %s"
              .formatted(
                  found.request().requestId(),
                  found.request().position(),
                  found.request().requestedAt()));
    }
    line("answers", found.answers() + " on the topic");
    if (found.deadLetters().isEmpty()) {
      line("dead letters", "none");
    } else {
      found
          .deadLetters()
          .forEach(
              letter ->
                  line(
                      "dead letter",
                      "%s  %s  %s by %s: %s"
                          .formatted(
                              letter.id(),
                              letter.time(),
                              letter.reason(),
                              letter.app(),
                              letter.message())));
    }
    prompt(found.prompt());
    return lines;
  }

  private void subject() {
    Profile profile = found.profile();
    if (profile != null) {
      line("profile", fields(profile.fields()) + ", updated " + profile.updatedAt());
    } else if (found.kind().equals("user")) {
      line("profile", "none");
    }
    if (found.history() != null) {
      line("history", found.history().counted() + " interactions counted; the newest, newest last");
      found.history().newest().forEach(event -> lines.add(INDENT + event(event)));
    }
    Content content = found.content();
    if (content != null) {
      line("title", content.title());
      line("categories", String.join(", ", content.categories()));
      line("fields", fields(content.fields()));
      line("text", content.text());
      line("updated", content.updatedAt());
    }
  }

  private static String event(Event event) {
    return "%s  %s (%s) %s"
        .formatted(
            event.eventTime(),
            event.title(),
            event.itemId(),
            event.value() == null ? "clicked" : "rated " + event.value());
  }

  private void knowledge(@Nullable Written knowledge) {
    lines.add("");
    if (knowledge == null) {
      lines.add("Knowledge: none");
      return;
    }
    lines.add("Knowledge: " + RequestState.duration(knowledge.ageSeconds() * MILLIS) + " old");
    line(
        "written",
        "by %s, prompt %s, %s"
            .formatted(knowledge.generator(), knowledge.promptVersion(), knowledge.generatedAt()));
    line("accepted", knowledge.acceptedAt());
    line(
        "based on",
        "position %d, events up to %s"
            .formatted(knowledge.position(), knowledge.basedOnEventTime()));
    line("request", knowledge.requestId());
    if (knowledge.promptTokens() + knowledge.completionTokens() > 0) {
      line(
          "tokens",
          "%,d read, %,d written"
              .formatted(knowledge.promptTokens(), knowledge.completionTokens()));
    }
    knowledge
        .vectors()
        .forEach(
            vector ->
                line(
                    "vector",
                    "%s, %d values, norm %.4f"
                        .formatted(vector.encoder(), vector.size(), vector.norm())));
    knowledge.text().lines().forEach(text -> lines.add(INDENT + text));
  }

  private void prompt(@Nullable Question prompt) {
    lines.add("");
    if (prompt == null) {
      lines.add("Prompt: there is nothing to ask about");
      return;
    }
    lines.add("What a language model would be asked now (" + prompt.version() + ")");
    prompt.system().lines().forEach(text -> lines.add(INDENT + text));
    lines.add("");
    prompt.user().lines().forEach(text -> lines.add(INDENT + text));
  }

  private void line(String name, String value) {
    lines.add("  %-13s %s".formatted(name, value));
  }

  private static String fields(Map<String, String> fields) {
    return fields.isEmpty()
        ? "none"
        : new TreeMap<>(fields)
            .entrySet().stream()
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining(", "));
  }
}
