package io.laserstreams.worker.prompt;

import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.Sha256;
import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Asks about a user's preferences, from profile and rated history, and about an item's facts, both
 * along the same named factors, so that the two texts are comparable. After Laser (Lin et al.,
 * 2024) and KAR's factorised prompts (Xi et al., 2023).
 *
 * <p>The version contains a hash of everything that shapes a prompt besides the request, which
 * distinguishes knowledge written under different versions.
 */
public final class Prompts {
  private static final int HASH_CHARACTERS = 8;

  private final PromptTemplates templates;
  private final String ratingScale;
  private final int words;

  /**
   * @param ratingScale the producer's scale of ratings in words, for example {@code 1 to 5}
   * @param words bound on the length of the text; an encoder reads only the beginning of a longer
   *     one
   */
  public Prompts(PromptTemplates templates, String ratingScale, int words) {
    this.templates = requireNonNull(templates, "templates is null");
    this.ratingScale = requireNonNull(ratingScale, "ratingScale is null");
    this.words = words;
  }

  /** For example {@code laser-v1/movies/1a2b3c4d}. */
  public String version() {
    String all =
        String.join(
            "\n",
            PromptTemplates.BUILT_IN,
            templates.toString(),
            ratingScale,
            Integer.toString(words));
    String hash = Sha256.hex(all.getBytes(StandardCharsets.UTF_8));
    return templates.name()
        + "/"
        + templates.domain().items()
        + "/"
        + hash.substring(0, HASH_CHARACTERS);
  }

  /** The prompt for a request about a user or an item. */
  public Prompt about(KnowledgeRequest request) {
    boolean aboutUser = request.getSubjectKind() == SubjectKind.USER;
    Map<String, String> values = aboutUser ? userValues(request) : itemValues(request);
    values.putAll(commonValues());
    return new Prompt(
        templates.system().fill(commonValues()),
        (aboutUser ? templates.user() : templates.item()).fill(values));
  }

  private Map<String, String> commonValues() {
    Domain domain = templates.domain();
    return Map.of(
        "item", domain.item(),
        "items", domain.items(),
        "factors", String.join("; ", domain.factors()),
        "words", Integer.toString(words));
  }

  private Map<String, String> userValues(KnowledgeRequest request) {
    Map<String, String> values = new TreeMap<>();
    values.put("profile", fields(request.getProfile()));
    values.put("consumed", templates.domain().consumed());
    values.put("scale", ratingScale);
    values.put(
        "history",
        request.getHistory().isEmpty()
            ? "(nothing yet)"
            : request.getHistory().stream().map(Prompts::line).collect(Collectors.joining("\n")));
    return values;
  }

  private static Map<String, String> itemValues(KnowledgeRequest request) {
    Map<String, String> values = new TreeMap<>();
    values.put("title", "\"" + oneLine(request.getTitle()) + "\"");
    values.put("categories", orUnknown(String.join(", ", request.getCategories())));
    values.put("fields", fields(request.getProfile()));
    values.put("text", orUnknown(oneLine(request.getText())));
    return values;
  }

  private static String line(HistoryEntry entry) {
    String categories =
        entry.getCategories().isEmpty()
            ? ""
            : " (" + String.join(", ", entry.getCategories()) + ")";
    String rating = entry.getValue() == null ? "opened" : "rated " + number(entry.getValue());
    return "- \"" + oneLine(entry.getTitle()) + "\"" + categories + ": " + rating;
  }

  private static String fields(Map<String, String> fields) {
    List<String> parts =
        new TreeMap<>(fields)
            .entrySet().stream()
                .map(field -> field.getKey() + " " + oneLine(field.getValue()))
                .toList();
    return orUnknown(String.join(", ", parts));
  }

  private static String orUnknown(String text) {
    return text.isBlank() ? "unknown" : text;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String number(float value) {
    return value == Math.rint(value) ? Integer.toString((int) value) : Float.toString(value);
  }
}
