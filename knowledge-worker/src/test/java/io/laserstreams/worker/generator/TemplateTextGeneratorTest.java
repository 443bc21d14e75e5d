package io.laserstreams.worker.generator;

import static io.laserstreams.worker.Requests.clicked;
import static io.laserstreams.worker.Requests.rated;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.laserstreams.schema.KnowledgeRequest;
import io.laserstreams.worker.Requests;
import io.laserstreams.worker.taste.RatingScale;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTextGeneratorTest {
  private final TextGenerator template = new TemplateTextGenerator(new RatingScale("1 to 5", 3));

  @Test
  void shouldDescribeAUsersTastesFromTheRatedHistory() {
    assertEquals(
        "This person enjoys Drama, Crime and Thriller. This person cares little for Horror."
            + " Favourites: Fargo; Heat; Seven. Disappointments: Scream; Saw. Most recent: Seven;"
            + " Saw; Fargo. Profile: age 25, gender F.",
        text(
            Requests.user(
                "7",
                Map.of("gender", "F", "age", "25"),
                rated("Heat", 4, "Drama", "Crime"),
                rated("Scream", 1, "Horror"),
                rated("Fargo", 5, "Drama", "Crime"),
                rated("Saw", 3, "Horror"),
                clicked("Seven", "Drama", "Thriller"))));
  }

  @Test
  void shouldLeaveOutCategoriesThatAreLikedAndDislikedEqually() {
    assertEquals(
        "Favourites: Heat. Disappointments: Cats. Most recent: Cats; Heat.",
        text(Requests.user("7", Map.of(), rated("Heat", 5, "Drama"), rated("Cats", 1, "Drama"))));
  }

  @Test
  void shouldDescribeANewUserByTheProfile() {
    assertEquals(
        "Nothing is known of this person's taste yet. Profile: age 25.",
        text(Requests.user("7", Map.of("age", "25"))));
    assertEquals(
        "Nothing is known of this person's taste yet.", text(Requests.user("7", Map.of())));
  }

  @Test
  void shouldDescribeAnItemByTitleCategoriesFieldsAndDescription() {
    assertEquals(
        "Toy Story (1995). Categories: Animation, Comedy. director John Lasseter, year 1995. "
            + "Toys come to life\nwhen nobody looks.",
        text(Requests.toyStory()));
    assertEquals("Item 9.", text(Requests.item("9", "", "", List.of(), Map.of())));
  }

  @Test
  void shouldNameItselfInTheProvenance() {
    GeneratedText generated = template.write(Requests.toyStory()).orElseThrow();
    assertEquals("template:v1", generated.generator());
    assertEquals("none", generated.promptVersion());
  }

  private String text(KnowledgeRequest request) {
    return template.write(request).orElseThrow().text();
  }
}
