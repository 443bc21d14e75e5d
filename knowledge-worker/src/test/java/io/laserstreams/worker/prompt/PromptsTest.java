package io.laserstreams.worker.prompt;

import static io.laserstreams.worker.Requests.clicked;
import static io.laserstreams.worker.Requests.rated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.worker.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {
  private static final PromptTemplates MOVIES = PromptTemplates.builtIn(Domain.named("movies"));

  private final Prompts prompts = new Prompts(MOVIES, "1 to 5", 150);

  @Test
  void shouldAskForPreferencesFromProfileAndRatedHistory() {
    Prompt prompt =
        prompts.about(
            Requests.user(
                "7",
                Map.of("gender", "F", "age", "25"),
                rated("Heat (1995)", 5, "Action", "Crime"),
                rated("Babe\n(1995)", 2.5f),
                clicked("Alien (1979)", "Horror")));

    assertEquals(
        """
        Profile of a user: age 25, gender F.
        What the user watched, oldest first, with the rating given on a scale of \
        1 to 5; more is better:
        - "Heat (1995)" (Action, Crime): rated 5
        - "Babe (1995)": rated 2.5
        - "Alien (1979)" (Horror): opened

        Describe what this user likes and dislikes in movies with regard to these factors: genre; \
        director and actors; \
        time period and country; characters; plot and theme; mood and tone; critical acclaim and \
        awards; production quality and \
        soundtrack. Rest every statement on the list above and name the movies that show it. \
        Leave out factors of which the list \
        shows nothing.\
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
        Categories: Animation, Comedy.
        Known fields: director John Lasseter, year 1995.
        Description: Toys come to life when nobody looks.

        State what you know of it and what the description says; leave out factors of which you \
        know nothing. Never invent names.\
        """,
        prompts(Domain.named("movies").withFactors(List.of("genre", "mood")))
            .about(Requests.toyStory())
            .user());
  }

  @Test
  void shouldSayThatNothingIsKnown() {
    String user = prompts.about(Requests.user("7", Map.of())).user();
    assertTrue(user.startsWith("Profile of a user: unknown.\n"), user);
    assertTrue(user.contains("\n(nothing yet)\n"), user);
  }

  @Test
  void shouldNotReplacePlaceholdersInTheContentsOfARequest() {
    String text =
        prompts.about(Requests.item("1", "{{factors}} $1 \\", "{{x}}", List.of(), Map.of())).user();
    assertTrue(text.contains("Introduce the movie \"{{factors}} $1 \\\" and"), text);
    assertTrue(text.contains("Description: {{x}}"), text);
  }

  @Test
  void shouldChangeTheVersionWithAnythingThatShapesThePrompt() {
    assertTrue(prompts.version().matches("laser-v1/movies/[0-9a-f]{8}"), prompts.version());
    assertEquals(prompts.version(), new Prompts(MOVIES, "1 to 5", 150).version());
    for (Prompts other :
        List.of(
            new Prompts(MOVIES, "1 to 10", 150),
            new Prompts(MOVIES, "1 to 5", 100),
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
    assertTrue(recipes.version().startsWith("laser-v1/recipes/"), recipes.version());
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
    return new Prompts(PromptTemplates.builtIn(domain), "1 to 5", 150);
  }
}
