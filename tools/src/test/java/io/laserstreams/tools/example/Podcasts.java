package io.laserstreams.tools.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes up the example dataset: screens of four podcast episodes, and how many minutes a listener
 * played of each.
 *
 * <p>A listener plays what is about the three topics of one field, and about one topic besides. The
 * topic of an episode is in the text about it and nowhere else: titles, categories, fields and
 * profiles are drawn without it. Half of what a screen shows is from the last days, and so unknown
 * to a model that was trained before; only knowledge helps there. The other half is from a fixed
 * catalogue, whose ids a model can learn.
 *
 * <p>Only {@link Random} and {@link StrictMath} are used, which give the same bits everywhere.
 */
final class Podcasts {
  private static final long SEED = 20_250_301;
  private static final long START = Instant.parse("2025-03-01T06:00:00Z").getEpochSecond();
  private static final int LISTENERS = 200;
  private static final int OLD_EPISODES = 120;
  private static final int NEW_EPISODES = 320;
  private static final int SCREENS = 6_000;
  private static final int SCREEN_SIZE = 4;
  private static final int SECONDS_APART = 900;

  /** How many of the newest episodes are on offer as new. */
  private static final int ON_OFFER = 24;

  private static final int TOPICS_OF_A_FIELD = 3;
  private static final double LIKED = 2.3;
  private static final double NOT_LIKED = -2.3;
  private static final double QUALITY = 0.5;
  private static final List<String> FORMATS =
      List.of("interview", "monologue", "panel", "reportage");
  private static final List<String> TITLES =
      List.of("Monday talk", "Behind the news", "One more thing", "Long read", "Ask us anything");
  private static final List<String> AGES = List.of("18-29", "30-44", "45-59", "60+");
  private static final List<String> COUNTRIES = List.of("AT", "CH", "DE", "FR", "NL");
  private static final List<String> DEVICES = List.of("phone", "car", "speaker");

  private final List<Topic> topics = topics();
  private final List<Episode> episodes = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final Random random = new Random(SEED);

  record Topic(String name, List<String> phrases) {}

  private record Episode(
      String id, int topic, double quality, String title, String format, int minutes) {}

  private record Listener(String id, int field, int besides, String age, String country) {
    boolean likes(int topic) {
      return topic / TOPICS_OF_A_FIELD == field || topic == besides;
    }
  }

  private Podcasts() {
    for (int e = 0; e < OLD_EPISODES + NEW_EPISODES; e++) {
      episodes.add(
          new Episode(
              "e" + (1_000 + e),
              random.nextInt(topics.size()),
              QUALITY * random.nextGaussian(),
              "%s, episode %d".formatted(any(TITLES), 1 + random.nextInt(90)),
              any(FORMATS),
              15 + random.nextInt(60)));
    }
    for (int l = 0; l < LISTENERS; l++) {
      int field = random.nextInt(topics.size() / TOPICS_OF_A_FIELD);
      int besides = random.nextInt(topics.size());
      listeners.add(new Listener("l" + (1 + l), field, besides, any(AGES), any(COUNTRIES)));
    }
  }

  /** The files' contents by their names, always the same. */
  static Map<String, String> files() {
    var podcasts = new Podcasts();
    Map<String, String> files = new LinkedHashMap<>();
    files.put("plays.csv", podcasts.plays());
    files.put("listeners.csv", podcasts.profiles());
    files.put("episodes.tsv", podcasts.catalogue());
    files.put("knowledge.json", podcasts.knowledge());
    return files;
  }

  private String plays() {
    var text = new StringBuilder("screen,listener,episode,shown_at,device,minutes\n");
    for (int screen = 0; screen < SCREENS; screen++) {
      Listener listener = any(listeners);
      long time = START + (long) screen * SECONDS_APART + random.nextInt(SECONDS_APART);
      String device = any(DEVICES);
      for (int e : shown(screen)) {
        Episode episode = episodes.get(e);
        text.append(
            "s%d,%s,%s,%d,%s,%s\n"
                .formatted(
                    screen + 1,
                    listener.id(),
                    episode.id(),
                    time,
                    device,
                    minutes(listener, episode)));
      }
    }
    return text.toString();
  }

  private Set<Integer> shown(int screen) {
    int released = OLD_EPISODES + ON_OFFER + screen * (NEW_EPISODES - ON_OFFER) / SCREENS;
    Set<Integer> shown = new LinkedHashSet<>();
    while (shown.size() < SCREEN_SIZE) {
      shown.add(
          random.nextBoolean()
              ? random.nextInt(OLD_EPISODES)
              : released - 1 - random.nextInt(ON_OFFER));
    }
    return shown;
  }

  /** Minutes played; empty if the episode was not started. */
  private String minutes(Listener listener, Episode episode) {
    double logit = (listener.likes(episode.topic()) ? LIKED : NOT_LIKED) + episode.quality();
    boolean played = random.nextDouble() < 1 / (1 + StrictMath.exp(-logit));
    int most = episode.minutes();
    int minutes = played ? most - random.nextInt(most - 9) : random.nextInt(18) - 9;
    return minutes < 1 ? "" : Integer.toString(minutes);
  }

  private String profiles() {
    var text = new StringBuilder("listener,age,country\n");
    listeners.forEach(
        listener ->
            text.append("%s,%s,%s\n".formatted(listener.id(), listener.age(), listener.country())));
    return text.toString();
  }

  private String catalogue() {
    var text = new StringBuilder("episode\ttitle\tformat\tminutes\n");
    episodes.forEach(
        episode ->
            text.append(
                "%s\t%s\t%s\t%d\n"
                    .formatted(
                        episode.id(), episode.title(), episode.format(), episode.minutes())));
    return text.toString();
  }

  private String knowledge() {
    Map<String, String> texts = new TreeMap<>();
    for (Episode episode : episodes) {
      Topic topic = topics.get(episode.topic());
      int first = random.nextInt(topic.phrases().size());
      int second =
          (first + 1 + random.nextInt(topic.phrases().size() - 1)) % topic.phrases().size();
      texts.put(
          episode.id(),
          "This episode is about %s: %s. It also touches on %s."
              .formatted(topic.name(), topic.phrases().get(first), topic.phrases().get(second)));
    }
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(texts)
              .replace(System.lineSeparator(), "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts cannot be written as JSON", e);
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static List<Topic> topics() {
    try (InputStream in = Podcasts.class.getResourceAsStream("topics.json")) {
      return new ObjectMapper().readValue(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read topics.json", e);
    }
  }
}
