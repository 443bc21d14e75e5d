package io.laserstreams.worker.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.laserstreams.worker.language.Language;
import io.laserstreams.worker.language.Languages;
import io.laserstreams.worker.language.Words;
import io.laserstreams.worker.prompt.Prompt;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageCheckTest {
  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry(
              "ar",
              "يحكي هذا الفيلم قصة صبي وألعابه التي تعود إلى الحياة عندما لا ينظر إليها أحد، وهو"
                  + " فيلم كوميدي للعائلة كلها."),
          Map.entry(
              "cs",
              "Film vypráví o chlapci a jeho hračkách, které ožívají, když se nikdo nedívá, a je to"
                  + " komedie pro celou rodinu, která se líbí i dospělým."),
          Map.entry(
              "da",
              "Filmen handler om en dreng og hans legetøj, som bliver levende, når ingen ser på"
                  + " det, og den er en komedie for hele familien, der også er for voksne."),
          Map.entry(
              "de",
              "Der Film erzählt von einem Jungen und seinem Spielzeug, das lebendig wird, wenn"
                  + " niemand hinsieht, und ist eine Komödie für die ganze Familie."),
          Map.entry(
              "en",
              "The film is about a boy and his toys, which come to life when nobody looks, and it"
                  + " is a comedy for the whole family."),
          Map.entry(
              "es",
              "La película cuenta la historia de un niño y de sus juguetes, que cobran vida cuando"
                  + " nadie los mira, y es una comedia para toda la familia."),
          Map.entry(
              "fi",
              "Elokuva kertoo pojasta ja hänen leluistaan, jotka heräävät eloon, kun kukaan ei"
                  + " katso, ja se on komedia, joka sopii koko perheelle sekä myös aikuisille."),
          Map.entry(
              "fr",
              "Le film raconte l'histoire d'un garçon et de ses jouets, qui prennent vie quand"
                  + " personne ne les regarde, et c'est une comédie pour toute la famille."),
          Map.entry(
              "hi",
              "यह फ़िल्म एक लड़के और उसके खिलौनों की कहानी है जो किसी के न देखने पर जीवित हो जाते"
                  + " हैं।"),
          Map.entry(
              "id",
              "Film ini adalah kisah seorang anak dan mainannya yang menjadi hidup ketika tidak ada"
                  + " orang yang melihat, dan ini adalah komedi untuk seluruh keluarga."),
          Map.entry(
              "it",
              "Il film racconta la storia di un bambino e dei suoi giocattoli, che prendono vita"
                  + " quando nessuno li guarda, ed è una commedia per tutta la famiglia."),
          Map.entry("ja", "この映画は、誰も見ていないときに動き出すおもちゃと少年の物語で、家族みんなで楽しめるコメディです。"),
          Map.entry("ko", "이 영화는 아무도 보지 않을 때 살아나는 장난감과 한 소년의 이야기로, 온 가족을 위한 코미디이다."),
          Map.entry(
              "nl",
              "De film gaat over een jongen en zijn speelgoed, dat tot leven komt als niemand"
                  + " kijkt, en het is een komedie voor het hele gezin."),
          Map.entry(
              "no",
              "Filmen handler om en gutt og lekene hans, som blir levende når ingen ser på dem, og"
                  + " det er en komedie for hele familien som også passer for voksne."),
          Map.entry(
              "pl",
              "Film opowiada o chłopcu i jego zabawkach, które ożywają, gdy nikt nie patrzy, i jest"
                  + " to komedia dla całej rodziny, która podoba się także dorosłym."),
          Map.entry(
              "pt",
              "O filme conta a história de um menino e dos seus brinquedos, que ganham vida quando"
                  + " ninguém está a olhar, e é uma comédia para toda a família."),
          Map.entry(
              "ru",
              "Этот фильм рассказывает о мальчике и его игрушках, которые оживают, когда на них"
                  + " никто не смотрит, и это комедия для всей семьи."),
          Map.entry(
              "sv",
              "Filmen handlar om en pojke och hans leksaker, som blir levande när ingen ser på, och"
                  + " det är en komedi för hela familjen som också passar för vuxna."),
          Map.entry(
              "tr",
              "Film, kimse bakmadığında canlanan oyuncaklar ve bir çocuk hakkında, bütün aile için"
                  + " bir komedi ve çok sevilen bir film olarak da bilinir."),
          Map.entry(
              "uk",
              "Цей фільм розповідає про хлопчика та його іграшки, які оживають, коли на них ніхто"
                  + " не дивиться, і це комедія для всієї родини, як і для дорослих."),
          Map.entry(
              "vi",
              "Bộ phim kể về một cậu bé và những món đồ chơi của cậu, chúng sống dậy khi không có"
                  + " ai nhìn, và đây là một bộ phim hài cho cả gia đình."),
          Map.entry("zh", "这部电影讲述了一个男孩和他的玩具的故事,没有人看的时候玩具就会活过来,是一部适合全家观看的喜剧。"));

  static Iterable<String> codes() {
    return Languages.codes();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void shouldAcceptATextInItsLanguage(String code) {
    assertEquals(Optional.empty(), problem(code, TEXTS.get(code)));
  }

  /** Danish and Norwegian share their commonest words. */
  @ParameterizedTest
  @MethodSource("codes")
  void shouldTellEachLanguageFromEnglish(String code) {
    if (!code.equals("en")) {
      assertTrue(problem("en", TEXTS.get(code)).isPresent(), code);
      assertTrue(problem(code, TEXTS.get("en")).isPresent(), code);
    }
  }

  @Test
  void shouldTellNeighboursApart() {
    for (String[] pair :
        new String[][] {
          {"es", "it"}, {"es", "fr"}, {"de", "nl"}, {"ru", "uk"}, {"zh", "ja"}, {"cs", "pl"}
        }) {
      assertTrue(problem(pair[0], TEXTS.get(pair[1])).isPresent(), pair[0] + " " + pair[1]);
      assertTrue(problem(pair[1], TEXTS.get(pair[0])).isPresent(), pair[1] + " " + pair[0]);
    }
  }

  @Test
  void shouldIgnoreNamesInOtherScripts() {
    assertEquals(Optional.empty(), problem("en", TEXTS.get("en") + " 千と千尋の神隠し, Ирония судьбы"));
  }

  private static Optional<String> problem(String code, String text) {
    Language language = Languages.of(code);
    return new LanguageCheck(language).problem(text, Words.of(text), new Prompt("", ""));
  }
}
