package io.laserstreams.lm.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.laserstreams.lm.hub.ModelDownload.Plan;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Tag("slow")
class ModelDownloadTest {
  private static final byte[] GRAPH = bytes(300_000);

  @TempDir Path folder;
  private HubServer hub;

  @BeforeEach
  void start() throws IOException {
    hub = new HubServer();
    hub.put("config.json", bytes(10));
    hub.put("README.md", bytes(20));
    hub.put("onnx/model.onnx", bytes(30));
    hub.put("onnx/model_q4.onnx", GRAPH);
    hub.put("onnx/model_q4.onnx_data", bytes(40));
    hub.put("onnx/model_q4f16.onnx", bytes(50));
    hub.put("tokenizer.json", bytes(60));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void shouldFetchTheVariantAndWhatItNeeds() throws IOException {
    Plan plan = plan("q4");

    List<HubFile> present = fetch(plan);

    assertEquals("apache-2.0", plan.snapshot().licence());
    assertEquals(HubServer.COMMIT, plan.snapshot().commit());
    assertEquals(
        List.of("config.json", "onnx/model_q4.onnx", "tokenizer.json"),
        plan.files().stream().map(HubFile::path).toList());
    assertEquals(List.of(), present);
    assertArrayEquals(GRAPH, Files.readAllBytes(folder.resolve("onnx/model_q4.onnx")));
    assertFalse(Files.exists(folder.resolve("README.md")));
  }

  @Test
  void shouldTakePlainGraphsForFullPrecision() {
    assertTrue(plan("fp32").files().stream().anyMatch(f -> f.path().equals("onnx/model.onnx")));
  }

  @Test
  void shouldFetchTheWeightsThatTheGraphNames() throws IOException {
    hub.put("onnx/model_q4.onnx", graph("model_q4.onnx_data", "model_q4.onnx.data", "./rest.bin"));
    hub.put("onnx/model_q4.onnx.data", bytes(70));
    hub.put("onnx/model_q4.onnx_data_of_another", bytes(75));
    hub.put("onnx/rest.bin", bytes(80));
    Plan plan = plan("q4");
    fetch(plan);

    Plan weights = new ModelDownload(settings(Optional.empty())).weights(plan, folder);
    fetch(weights);

    assertEquals(
        List.of("onnx/rest.bin", "onnx/model_q4.onnx.data", "onnx/model_q4.onnx_data"),
        weights.files().stream().map(HubFile::path).toList());
    assertArrayEquals(bytes(80), Files.readAllBytes(folder.resolve("onnx/rest.bin")));
    assertArrayEquals(bytes(40), Files.readAllBytes(folder.resolve("onnx/model_q4.onnx_data")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost.bin", "../../outside.bin"})
  void shouldNameWeightsThatTheHubLacks(String location) {
    hub.put("onnx/model_q4.onnx", graph(location));
    Plan plan = plan("q4");
    fetch(plan);

    HubException failure =
        assertThrows(
            HubException.class,
            () -> new ModelDownload(settings(Optional.empty())).weights(plan, folder));

    assertTrue(
        failure.getMessage().startsWith("onnx/model_q4.onnx names the file of weights "),
        failure.getMessage());
    assertTrue(
        failure.getMessage().contains("which owner/model does not have"), failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "https://cdn example/x y, which is no URL",
    "ftp://cdn/file, which is no http or https URL",
    "https:///nowhere, which is no",
  })
  void shouldNameARedirectThatLeadsNowhere(String location, String problem) {
    hub.redirectTo(location);

    HubException failure = assertThrows(HubException.class, () -> fetch(plan("q4")));

    assertTrue(
        failure
            .getMessage()
            .contains(
                "/owner/model/resolve/"
                    + HubServer.COMMIT
                    + "/config.json answers with the header Location: "
                    + location),
        failure.getMessage());
    assertTrue(failure.getMessage().contains(problem), failure.getMessage());
  }

  @Test
  void shouldFetchNothingTwice() throws IOException {
    fetch(plan("q4"));
    Files.write(folder.resolve("config.json"), bytes(9));

    List<HubFile> present = fetch(plan("q4"));

    assertEquals(2, present.size());
    assertArrayEquals(bytes(10), Files.readAllBytes(folder.resolve("config.json")));
    assertEquals(4, hub.requests().size());
  }

  @Test
  void shouldContinueWhereADownloadWasCut() throws IOException {
    hub.cut(2); // config.json, and after its second half the graph's first
    fetch(plan("q4"));

    assertArrayEquals(GRAPH, Files.readAllBytes(folder.resolve("onnx/model_q4.onnx")));
    assertTrue(hub.requests().contains("config.json bytes=5-"), hub.requests().toString());
  }

  @Test
  void shouldTryAgainIfADownloadStalls() throws IOException {
    hub.stall();

    fetch(plan("q4"));

    assertArrayEquals(bytes(10), Files.readAllBytes(folder.resolve("config.json")));
    assertTrue(hub.requests().contains("config.json bytes=5-"), hub.requests().toString());
  }

  @Test
  void shouldContinueInALaterRun() throws IOException {
    hub.cut(100);
    HubException failure = assertThrows(HubException.class, () -> fetch(plan("fp32")));
    assertTrue(failure.getMessage().contains("what was fetched is kept"), failure.getMessage());

    hub.cut(0);
    fetch(plan("fp32"));

    assertArrayEquals(bytes(10), Files.readAllBytes(folder.resolve("config.json")));
  }

  @Test
  void shouldNotKeepWhatIsNotWhatTheHubSays() {
    hub.alter();

    HubException failure = assertThrows(HubException.class, () -> fetch(plan("q4")));

    assertTrue(failure.getMessage().contains("config.json did not arrive"), failure.getMessage());
    assertFalse(Files.exists(folder.resolve("config.json")));
    assertFalse(Files.exists(folder.resolve("config.json.part")));
  }

  @Test
  void shouldSendTheTokenToTheHubOnly() {
    hub.requireToken("secret");
    HubException refusal = assertThrows(HubException.class, () -> plan("q4"));
    assertTrue(refusal.getMessage().contains("set HF_TOKEN"), refusal.getMessage());

    ModelDownload download = new ModelDownload(settings(Optional.of("secret")));
    download.fetch(download.plan("owner/model", "main", "q4"), folder, bytes -> {});

    assertEquals(3, hub.requests().size());
    hub.requests().forEach(request -> assertFalse(request.contains("secret"), request));
  }

  @Test
  void shouldNameTheVariantsThatThereAre() {
    HubException refusal = assertThrows(HubException.class, () -> plan("int3"));

    assertEquals(
        "owner/model has no variant int3; there are: fp32, q4, q4f16", refusal.getMessage());
  }

  @Test
  void shouldSayThatThereIsNoSuchModel() {
    ModelDownload download = new ModelDownload(settings(Optional.empty()));

    assertTrue(
        assertThrows(HubException.class, () -> download.plan("owner/none", "main", "q4"))
            .getMessage()
            .startsWith("the hub has no owner/none"));
    assertTrue(
        assertThrows(HubException.class, () -> download.plan("none", "main", "q4"))
            .getMessage()
            .contains("write owner/name"));
  }

  @Test
  void shouldReadTheEnvironmentAsOthersDo() {
    HubSettings settings =
        HubSettings.of(
            Map.of(
                "HF_ENDPOINT", "http://mirror:8080/",
                "HF_TOKEN", "t",
                "https_proxy", "proxy:3128",
                "NO_PROXY", "internal.example,.local"));

    assertEquals(URI.create("http://mirror:8080"), settings.endpoint());
    assertEquals(Optional.of("t"), settings.token());
    assertEquals("HTTP", proxy(settings, "https://huggingface.co").type().name());
    assertEquals(Proxy.NO_PROXY, proxy(settings, "http://huggingface.co"));
    assertEquals(Proxy.NO_PROXY, proxy(settings, "https://hub.internal.example"));
    assertEquals(Proxy.NO_PROXY, proxy(settings, "https://hub.local"));
  }

  private static Proxy proxy(HubSettings settings, String uri) {
    return settings.proxies().select(URI.create(uri)).get(0);
  }

  private Plan plan(String variant) {
    return new ModelDownload(settings(Optional.empty())).plan("owner/model", "main", variant);
  }

  private List<HubFile> fetch(Plan plan) {
    return new ModelDownload(settings(Optional.empty())).fetch(plan, folder, bytes -> {});
  }

  private HubSettings settings(Optional<String> token) {
    return new HubSettings(
        hub.address(), token, ProxySelector.of(null), Duration.ofSeconds(2), Duration.ofMillis(1));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(count).nextBytes(bytes);
    return bytes;
  }

  private static byte[] graph(String... locations) {
    GraphProto.Builder graph = GraphProto.newBuilder();
    for (String location : locations) {
      graph
          .addInitializerBuilder()
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalDataBuilder()
          .setKey("location")
          .setValue(location);
    }
    return ModelProto.newBuilder().setGraph(graph).build().toByteArray();
  }
}
