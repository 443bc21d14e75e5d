package io.laserstreams.worker.prompt;

import static io.laserstreams.worker.Requests.clicked;
import static io.laserstreams.worker.Requests.rated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.schema.HistoryEntry;
import io.laserstreams.worker.Requests;
import io.laserstreams.worker.language.Languages;
import io.laserstreams.worker.taste.RatingScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {
  private static final PromptTemplates MOVIES = PromptTemplates.builtIn(Domain.named("movies"));

  private final Prompts prompts =
      new Prompts(MOVIES, new RatingScale("1 to 5", 3), Languages.of("en"), 150);

  @Test
  void shouldAskForPreferencesFromProfileAndRatedHistory() {
    Prompt prompt =
        prompts.about(
            Requests.user(
                "7",
                Map.of("gender", "F", "age", "25"),
                rated("Heat (1995)", 5, "Action", "Crime"),
                rated("Babe\n(1995)", 2.5f),
                clicked("Alien (1979)", "Horror"),
                clicked("Alien (1979)", "Horror"),
                clicked("Aliens (1986)")));

    assertEquals(
        """
        Profile of a user: "age 25, gender F".
        What the user watched and liked, oldest first, with ratings of 1 to 5:
        - "Heat (1995)", "Action, Crime": 5
        What the user watched and did not like, oldest first, with ratings of 1 to 5:
        - "Babe (1995)": 2.5
        What the user opened without a rating, oldest first:
        - "Alien (1979)", "Horror": 2 times
        - "Aliens (1986)": once
        The mean of the user's ratings is 3.8.

        Describe what this user likes and dislikes in movies with regard to these factors: genre; \
        director and actors; \
        time period and country; characters; plot and theme; mood and tone; critical acclaim and \
        awards; production quality and \
        soundtrack. Rest every statement on the lists above and name the movies that show it. \
        Leave out factors of which the \
        lists show nothing.\
        """,
        prompt.user());
    assertTrue(prompt.system().contains("at most 150 words"), prompt.system());
  }

  @Test
  void shouldAskForFactsOfAnItem() {
    assertEquals(
        """
        Introduce the movie "Toy Story (1995)" and describe it with regard to these factors: \
        genre; mood.
        Categories: "Animation, Comedy".
        Known fields: "director John Lasseter, year 1995".
        Description: "Toys come to life when nobody looks."

        State what you know of it and what the description says; leave out factors of which you \
        know nothing. Never invent names.\
        """,
        prompts(Domain.named("movies").withFactors(List.of("genre", "mood")))
            .about(Requests.toyStory())
            .user());
  }

  @Test
  void shouldNameARecentChangeOfTaste() {
    List<HistoryEntry> history = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      history.add(rated("Film " + i, 5, i < 20 ? "Action" : "Romance", "Crime"));
    }
    String user =
        prompts.about(Requests.user("7", Map.of(), history.toArray(HistoryEntry[]::new))).user();
    assertTrue(
        user.contains(
            "\nThe taste of late, which the text must mention: more \"Romance\", less"
                + " \"Action\".\n"),
        user);
  }

  @Test
  void shouldLeaveOutWhatIsNotKnown() {
    String user = prompts.about(Requests.user("7", Map.of())).user();
    assertTrue(
        user.startsWith(
            "What the user watched and liked, oldest first, with ratings of 1 to 5:\n"
                + "(nothing yet)\n\nDescribe "),
        user);
    String item = prompts.about(Requests.item("i 9", "", "", List.of(), Map.of())).user();
    assertTrue(item.startsWith("Introduce the movie \"i 9\" and "), item);
    assertEquals(3, item.lines().count(), item);
  }

  @Test
  void shouldNotReplacePlaceholdersInTheContentsOfARequest() {
    String text =
        prompts.about(Requests.item("1", "{{factors}} $1 \\", "{{x}}", List.of(), Map.of())).user();
    assertTrue(text.contains("Introduce the movie \"((factors)) $1 /\" and"), text);
    assertTrue(text.contains("Description: \"((x))\""), text);
  }

  @Test
  void shouldBoundWhatARequestSays() {
    Map<String, String> fields = new HashMap<>();
    IntStream.range(0, 100).forEach(i -> fields.put("k".repeat(99) + i, "v".repeat(999)));
    String text =
        prompts
            .about(
                Requests.item(
                    "1",
                    "t".repeat(999),
                    "d".repeat(9_999),
                    Collections.nCopies(100, "c".repeat(999)),
                    fields))
            .user();
    assertTrue(text.length() < 160 + 2_000 + 8 * 62 + 16 * 163 + 500, "" + text.length());
  }

  @Test
  void shouldChangeTheVersionWithAnythingThatShapesThePrompt() {
    assertTrue(prompts.version().matches("laser-v2/movies/[0-9a-f]{8}"), prompts.version());
    assertEquals(
        prompts.version(),
        new Prompts(MOVIES, new RatingScale("1 to 5", 3), Languages.of("en"), 150).version());
    for (Prompts other :
        List.of(
            new Prompts(MOVIES, new RatingScale("1 to 10", 3), Languages.of("en"), 150),
            new Prompts(MOVIES, new RatingScale("1 to 5", 3), Languages.of("en"), 100),
            prompts(Domain.named("movies").withFactors(List.of("genre"))))) {
      assertNotEquals(prompts.version(), other.version());
    }
  }

  @Test
  void shouldReadEveryDomain() {
    for (String name : Domain.NAMES) {
      Domain domain = Domain.named(name);
      assertFalse(domain.items().isBlank(), name);
      assertTrue(
          prompts(domain)
              .about(Requests.toyStory())
              .user()
              .contains("Introduce the " + domain.item()));
    }
    assertThrows(IllegalArgumentException.class, () -> Domain.named("songs"));
  }

  @Test
  void shouldKnowDomainsByNameOrFile(@TempDir Path folder) throws IOException {
    Domain.NAMES.forEach(name -> assertFalse(Domain.named(name).factors().isEmpty(), name));
    Path file = folder.resolve("recipes.json");
    Files.writeString(
        file,
        """
        {"item": "recipe", "items": "recipes", "consumed": "cooked", "factors": ["cuisine"]}
        """);
    var recipes = prompts(Domain.named(file.toString()));
    assertTrue(recipes.version().startsWith("laser-v2/recipes/"), recipes.version());
    Files.writeString(file, "{\"item\": \"recipe\", \"items\": \"recipes\", \"factors\": [\"a\"]}");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Domain.named(file.toString()))
            .getMessage();
    assertTrue(message.contains("A domain needs a word for 'consumed'"), message);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Domain.named("films"))
            .getMessage()
            .contains("known are [movies, books, music, products, generic]"));
  }

  private static Prompts prompts(Domain domain) {
    return new Prompts(
        PromptTemplates.builtIn(domain), new RatingScale("1 to 5", 3), Languages.of("en"), 150);
  }
}
