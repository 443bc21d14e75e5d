package io.laserstreams.worker.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.laserstreams.crm.bytes.Sha256;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.schema.SubjectKind;
import io.laserstreams.worker.language.Language;
import io.laserstreams.worker.taste.RatingScale;
import io.laserstreams.worker.taste.UserHistory;
import java.util.Map;

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
  private final Map<String, String> words;
  private final RatingScale scale;
  private final String version;

  /**
   * @param scale the producers' scale of ratings
   * @param language of the texts
   * @param maxWords bound on the length of the text; an encoder reads only the beginning of a
   *     longer one
   */
  public Prompts(PromptTemplates templates, RatingScale scale, Language language, int maxWords) {
    this.templates = requireNonNull(templates, "templates is null");
    this.scale = requireNonNull(scale, "scale is null");
    Domain domain = templates.domain();
    words =
        Map.of(
            "item", domain.item(),
            "items", domain.items(),
            "consumed", domain.consumed(),
            "factors", String.join("; ", domain.factors()),
            "scale", scale.range(),
            "language", language.name(),
            "words", Integer.toString(maxWords));
    String all =
        String.join(
            "\n",
            PromptTemplates.BUILT_IN,
            templates.toString(),
            scale.toString(),
            language.code(),
            Integer.toString(maxWords));
    version =
        templates.name()
            + "/"
            + domain.items()
            + "/"
            + Sha256.hex(all.getBytes(UTF_8)).substring(0, HASH_CHARACTERS);
  }

  /** For example {@code laser-v2/movies/1a2b3c4d}. */
  public String version() {
    return version;
  }

  /** The prompt for a request about a user or an item. */
  public Prompt about(KnowledgeRequest request) {
    return new Prompt(
        templates.system().fill(words, Map.of()),
        request.getSubjectKind() == SubjectKind.USER
            ? templates.user().fill(words, userFacts(request))
            : templates.item().fill(words, itemFacts(request)));
  }

  private Map<String, String> userFacts(KnowledgeRequest request) {
    UserHistory history = UserHistory.of(request.getHistory(), scale);
    return Map.of(
        "profile", Facts.fields(request.getProfile()),
        "liked", history.encounters().isEmpty() ? Facts.NOTHING_YET : Facts.rated(history.liked()),
        "disliked", Facts.rated(history.disliked()),
        "opened", Facts.opened(history.opened()),
        "mean", Facts.mean(history.meanRating()),
        "change", Facts.change(history.change()));
  }

  private static Map<String, String> itemFacts(KnowledgeRequest request) {
    return Map.of(
        "title", Facts.title(request.getTitle(), request.getSubjectId()),
        "categories", Facts.categories(request.getCategories()),
        "fields", Facts.fields(request.getProfile()),
        "text", Facts.text(request.getText()));
  }
}
