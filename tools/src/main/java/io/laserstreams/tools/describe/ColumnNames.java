package io.laserstreams.tools.describe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What columns hold by the names that they usually have. */
enum ColumnNames {
  USER(
      "(^|_)(user|customer|client|member|account|visitor|listener|reader|viewer|subscriber|player"
          + "|person|shopper|buyer|uid)s?(_?(id|key|no|number|hash|uuid))?$"),
  ITEM(
      "(^|_)(item|product|article|movie|film|book|song|track|episode|video|content|sku|isbn|asin"
          + "|recipe|course|game|listing|offer|post|news|document|doc|story|artist|podcast|show"
          + "|iid)s?(_?(id|key|no|number|code|uuid))?$"),
  TIME("time|date|timestamp|(^|_)(ts|at|when|day|second|seconds|millis|created|event)($|_)|_at$"),
  IMPRESSION(
      "(^|_)(impression|screen|slate|request|page_?view|search|query|carousel)s?(_?(id|uuid))?$"),
  VALUE(
      "(^|_)(rating|rate|stars?|score|value|seconds|minutes|duration|watch_?time|dwell(_?time)?"
          + "|play_?time|listen_?time|quantity|qty)($|_)"),
  CLICK(
      "(^|_)(is_?)?(click(ed|s)?|label|purchased?|bought|liked?|played|converted|opened|target"
          + "|positive)$"),
  EVENT("(^|_)(event|action|kind|type|event_?type|event_?name|activity|interaction)$"),
  CONTEXT(
      "(^|_)(device|platform|os|channel|source|locale|country|language|placement|app|browser"
          + "|page_?type|surface)($|_)"),
  TITLE("(^|_)(title|name|headline|label)$"),
  CATEGORIES("categor|genre|(^|_)(tags?|topics?|department|moods?|section|shelf|styles?)($|_)");

  private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");

  private final Pattern pattern;

  ColumnNames(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  /** Whether a column of this name usually holds it. */
  boolean matches(String name) {
    String plain =
        OTHER.matcher(CAMEL.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT)).replaceAll("_");
    return pattern.matcher(plain).find();
  }

  /** The first column whose name fits. */
  Optional<ColumnProfile> first(List<ColumnProfile> columns) {
    return columns.stream().filter(column -> matches(column.name())).findFirst();
  }
}
