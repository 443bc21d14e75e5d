package io.laserstreams.worker.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.worker.Requests;
import io.laserstreams.worker.language.Languages;
import io.laserstreams.worker.taste.RatingScale;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever producers write, a prompt keeps its form. */
class PromptInjectionTest {
  /** Whatever could be a token of control, of any known or unknown model. */
  private static final Pattern CONTROL =
      Pattern.compile("[<>\\[\\]{}|\\\\`◁▷]|\\p{Cc}(?<!\n)|\\p{Cf}|\\p{Co}|\\p{Zl}|\\p{Zp}");

  private static final Pattern QUOTED = Pattern.compile("\"[^\"\n]*\"");

  private final Prompts prompts =
      new Prompts(
          PromptTemplates.builtIn(Domain.named("movies")),
          new RatingScale("1 to 5", 3),
          Languages.of("en"),
          150);

  static List<Injection> injections() throws IOException {
    return Injection.all();
  }

  @ParameterizedTest
  @MethodSource("injections")
  void shouldKeepItsFormWhateverAnItemSays(Injection injection) {
    assertSameForm(PromptInjectionTest::item, injection.text());
  }

  @ParameterizedTest
  @MethodSource("injections")
  void shouldKeepItsFormWhateverAHistorySays(Injection injection) {
    assertSameForm(PromptInjectionTest::user, injection.text());
  }

  private void assertSameForm(Function<String, KnowledgeRequest> request, String injected) {
    // What is invisible counts as missing, and is left out.
    String ordinary = Fence.bounded(injected, 100).isEmpty() ? "" : "harmless";
    Prompt harmless = prompts.about(request.apply(ordinary));
    Prompt attacked = prompts.about(request.apply(injected));
    assertEquals(harmless.system(), attacked.system());
    assertEquals(form(harmless.user()), form(attacked.user()));
    Matcher control = CONTROL.matcher(Normalizer.normalize(attacked.user(), Normalizer.Form.NFKC));
    assertFalse(control.find(), attacked.user());
  }

  /** A prompt without what is quoted: the words of the template, the lines, the ratings. */
  private static String form(String prompt) {
    String form = QUOTED.matcher(prompt).replaceAll("\"\"");
    assertTrue(form.contains("\"\""), prompt);
    return form;
  }

  private static KnowledgeRequest item(String text) {
    return Requests.item(text, text, text, List.of(text, "Drama"), Map.of(text, text, "x", text));
  }

  /** Likes, dislikes, clicks, an item without title, and a change of taste. */
  private static KnowledgeRequest user(String text) {
    List<HistoryEntry> history = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      history.add(new HistoryEntry("old " + i, "Old", List.of("Drama"), 5f, 0L));
    }
    history.add(entry("1", text, 5f));
    history.add(entry("2", text, 1f));
    history.add(new HistoryEntry(text, "", List.of(), 4f, 0L));
    for (int i = 0; i < 10; i++) {
      history.add(entry("new " + i, text, null));
    }
    return Requests.user(text, Map.of(text, text, "x", text), history.toArray(HistoryEntry[]::new));
  }

  private static HistoryEntry entry(String id, String text, Float value) {
    return new HistoryEntry(id, text, List.of(text, "War"), value, 0L);
  }
}
