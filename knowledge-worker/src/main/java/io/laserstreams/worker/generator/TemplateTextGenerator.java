package io.laserstreams.worker.generator;

import static java.util.Objects.requireNonNull;

import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.worker.taste.RatingScale;
import io.laserstreams.worker.taste.TasteCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes by fixed rules, without a language model; the default generator. The most telling facts
 * come first, since an encoder reads only the beginning of a text. The same request always gives
 * the same text.
 */
public final class TemplateTextGenerator implements TextGenerator {
  public static final String ID = "template:v1";

  private final RatingScale scale;

  public TemplateTextGenerator(RatingScale scale) {
    this.scale = requireNonNull(scale, "scale is null");
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Optional<GeneratedText> write(KnowledgeRequest request) {
    String text =
        request.getSubjectKind() == SubjectKind.USER ? aboutUser(request) : aboutItem(request);
    return Optional.of(GeneratedText.withoutPrompt(text, ID));
  }

  private String aboutUser(KnowledgeRequest request) {
    TasteCounts tastes = TasteCounts.of(request.getHistory(), scale);
    List<String> sentences = new ArrayList<>();
    if (request.getHistory().isEmpty()) {
      sentences.add("Nothing is known of this person's taste yet.");
    }
    if (!tastes.enjoyed().isEmpty()) {
      sentences.add("This person enjoys " + and(tastes.enjoyed()) + ".");
    }
    if (!tastes.disliked().isEmpty()) {
      sentences.add("This person cares little for " + and(tastes.disliked()) + ".");
    }
    addTitles(sentences, "Favourites: ", tastes.favourites());
    addTitles(sentences, "Disappointments: ", tastes.disappointments());
    addTitles(sentences, "Most recent: ", tastes.latest());
    addFields(sentences, "Profile: ", request.getProfile());
    return String.join(" ", sentences);
  }

  private static String aboutItem(KnowledgeRequest request) {
    List<String> sentences = new ArrayList<>();
    String title =
        request.getTitle().isBlank()
            ? "Item " + request.getSubjectId()
            : request.getTitle().strip();
    sentences.add(title + ".");
    if (!request.getCategories().isEmpty()) {
      sentences.add("Categories: " + String.join(", ", request.getCategories()) + ".");
    }
    addFields(sentences, "", request.getProfile());
    if (!request.getText().isBlank()) {
      sentences.add(request.getText().strip());
    }
    return String.join(" ", sentences);
  }

  private static void addTitles(List<String> sentences, String beginning, List<String> titles) {
    if (!titles.isEmpty()) {
      sentences.add(beginning + String.join("; ", titles) + ".");
    }
  }

  private static void addFields(
      List<String> sentences, String beginning, Map<String, String> fields) {
    if (!fields.isEmpty()) {
      sentences.add(
          beginning
              + new TreeMap<>(fields)
                  .entrySet().stream()
                      .map(field -> field.getKey() + " " + field.getValue())
                      .collect(Collectors.joining(", "))
              + ".");
    }
  }

  private static String and(List<String> parts) {
    int last = parts.size() - 1;
    return last == 0
        ? parts.get(0)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }
}
