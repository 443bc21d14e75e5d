package io.laserstreams.worker.check;

import static io.laserstreams.worker.Requests.clicked;
import static io.laserstreams.worker.Requests.rated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.worker.Requests;
import io.laserstreams.worker.chat.Completion;
import io.laserstreams.worker.chat.FinishReason;
import io.laserstreams.worker.language.Languages;
import io.laserstreams.worker.prompt.Domain;
import io.laserstreams.worker.prompt.Injection;
import io.laserstreams.worker.prompt.Prompt;
import io.laserstreams.worker.prompt.PromptTemplates;
import io.laserstreams.worker.prompt.Prompts;
import io.laserstreams.worker.taste.RatingScale;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnowledgeCheckTest {
  private static final int WORDS = 150;
  private static final String KNOWLEDGE =
      "Toy Story (1995) is an animated comedy about toys that come to life when nobody looks."
          + " Woody, a cowboy doll, fears that Buzz Lightyear takes his place, and both must find"
          + " the way home. It is warm, witty and made for children and their parents.";

  private final Prompts prompts =
      new Prompts(
          PromptTemplates.builtIn(Domain.named("movies")),
          new RatingScale("1 to 5", 3),
          Languages.of("en"),
          WORDS);
  private final Prompt aboutItem = prompts.about(Requests.toyStory());
  private final Prompt aboutUser =
      prompts.about(
          Requests.user(
              "7",
              Map.of("age", "25"),
              rated("Heat (1995)", 5, "Action"),
              rated("Babe (1995)", 4, "Children's"),
              rated("Cats (2019)", 1, "Musical"),
              clicked("Alien (1979)", "Horror")));

  static List<Injection> injections() throws IOException {
    return Injection.all();
  }

  @ParameterizedTest
  @MethodSource("injections")
  void shouldRefuseWhatAModelWritesThatFellForAnInjection(Injection injection) {
    assertThrows(NotKnowledgeException.class, () -> accept("en", injection.answer()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        KNOWLEDGE,
        "The user enjoys dark crime films such as \"Heat (1995)\" and has little patience for"
            + " musicals like Cats (2019). Of late horror such as Alien (1979) draws this viewer.",
        "Tora! Tora! Tora! (1970) tells of the attack on Pearl Harbor, from both sides, and at"
            + " length.",
        "千と千尋の神隠し (Spirited Away) is a tale of a girl in a world of spirits, and of her courage.",
        "Le Fabuleux Destin d'Amélie Poulain is the story of a shy waitress who changes the lives"
            + " of others; La vie en rose, De la part des copains and Les Misérables are near to"
            + " it.",
        "Likes: action, crime, thrillers. Dislikes: musicals. Prefers the nineties, and strong"
            + " characters.\n\nMood: dark, tense."
      })
  void shouldAcceptKnowledge(String text) {
    assertEquals(text, accept("en", text));
  }

  @ParameterizedTest
  @CsvSource({"149, true", "300, true", "301, false", "10, true", "9, false"})
  void shouldBoundTheLengthByTheWordsAskedFor(int words, boolean accepted) {
    StringBuilder text = new StringBuilder("the");
    for (int i = 1; i < words; i++) {
      text.append(" w").append(i);
    }
    if (accepted) {
      assertEquals(text.toString(), accept("en", text.toString()));
    } else {
      assertFault(
          words > WORDS ? TextFault.TOO_LONG : TextFault.TOO_SHORT,
          "wrote " + words + " words, and knowledge takes ",
          text.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Genres: Comedy; Romance; Drama; Romance; Drama; Romance; Drama; Romance; Drama; Romance;"
            + " Drama; Romance; Drama",
        "The themes of the film are identity, class and family law; family law; family law; family"
            + " law; family law.",
        "The toys come to life. It is a film for all. The toys come to life. It is a comedy of two"
            + " friends. The toys come to life. It is warm.",
        "The film explores what it is to be loved by a child and the film explores what it is to be"
            + " left by a child and the film explores what it is to be found by a child.",
        "It is very very very very very good, says everybody who has seen it at home."
      })
  void shouldRefuseALoop(String text) {
    assertFault(TextFault.LOOP, "repeats ", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I write factual, compact notes for a recommender system, and this is a film about toys.",
        "Sure: state what you know of it and what the description says; it is a film about toys.",
        "The factors are genre, director and actors, time period and country, and so on and on.",
      })
  void shouldRefuseWhatRepeatsItsInstructions(String text) {
    assertFault(TextFault.PROMPT_ECHO, "repeats its instructions: '", text);
  }

  @Test
  void shouldRefuseWhatRepeatsTheHistory() {
    String list = "- \"Heat (1995)\", \"Action\": 5\n- \"Babe (1995)\", \"Children's\": 4\n";
    assertEquals(
        TextFault.PROMPT_ECHO,
        fault("The user likes these:\n" + list + "- Cats (2019), Musical: 1", aboutUser).fault());
    String two = "The user likes these, and cares little for musicals:\n" + list.strip();
    assertEquals(two, accept("en", two, aboutUser));
  }

  @Test
  void shouldAcceptTheWordsOfADescription() {
    String text =
        "Toys come to life when nobody looks. This is a film by John Lasseter from 1995, animated"
            + " and funny.";
    assertEquals(text, accept("en", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<|im_start|>",
        "<|start_header_id|>",
        "<｜User｜>",
        "[INST]",
        "[/INST]",
        "<<SYS>>",
        "<s>",
        "<start_of_turn>",
        "<tool_call>",
        "<unused94>",
        "\nHuman: more?",
        "\n### Instruction:"
      })
  void shouldRefuseTokensOfControlAndTurnsOfOthers(String token) {
    assertFault(TextFault.CONTROL_TOKENS, "wrote '", KNOWLEDGE + token + " And more.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"text\": \"%s\"}", "[{\"text\": \"%s\"}]", "[\"%s\"]", "```\n%s\n```"})
  void shouldRefuseCode(String form) {
    assertFault(TextFault.UNKNOWN_MARKUP, "wrote '", String.format(form, KNOWLEDGE));
  }

  @Test
  void shouldSayWhichLanguageCameInsteadOfWhich() {
    String german =
        "Dieser Film erzählt von einem Jungen und seinem Spielzeug, das lebendig wird, wenn niemand"
            + " hinsieht, und er ist für die ganze Familie.";
    assertFault(TextFault.WRONG_LANGUAGE, "wrote in German instead of English: Dieser", german);
    assertEquals(german, accept("de", german));
    NotKnowledgeException english =
        assertThrows(NotKnowledgeException.class, () -> accept("de", KNOWLEDGE));
    assertTrue(
        english.getMessage().startsWith("wrote in English instead of German"),
        english.getMessage());
  }

  /** No text, however long, may make a check slow. */
  @ParameterizedTest
  @ValueSource(strings = {"word ", "a b c d ", "<|", "{", "\n", "- \"Heat (1995)\", ", "字"})
  void shouldCheckLongTextsQuickly(String repeated) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThrows(NotKnowledgeException.class, () -> accept("en", repeated.repeat(50_000))));
  }

  private void assertFault(TextFault fault, String message, String text) {
    NotKnowledgeException e = fault(text, aboutItem);
    assertEquals(fault, e.fault(), e.getMessage());
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  private NotKnowledgeException fault(String text, Prompt prompt) {
    return assertThrows(NotKnowledgeException.class, () -> accept("en", text, prompt), text);
  }

  private String accept(String language, String text) {
    return accept(language, text, aboutItem);
  }

  private static String accept(String language, String text, Prompt prompt) {
    return new KnowledgeCheck(WORDS, Languages.of(language))
        .accept(Completion.of(text, FinishReason.STOP, 0, 0), prompt);
  }
}
