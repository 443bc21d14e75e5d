package io.laserstreams.worker.encoder;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.laserstreams.crm.onnx.OnnxEnvironment;
import io.laserstreams.crm.scoring.Device;
import io.laserstreams.lm.decoder.DecoderOptions;
import io.laserstreams.lm.decoder.HiddenStates;
import io.laserstreams.lm.files.ModelFolder;
import io.laserstreams.lm.files.UnusableModelException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two files of an encoder: an ONNX model, and a tokenizer in Hugging Face's tokenizer.json
 * format. Models run on the calling thread.
 */
public sealed interface EncoderFiles {
  /**
   * Loads the model.
   *
   * @throws IllegalArgumentException if it is not what its folder says, or not supported
   */
  TokenVectors load(EncoderModel model) throws IOException, OrtException;

  /** Opens the tokenizer. */
  InputStream tokenizer() throws IOException;

  /** A sentence transformer on the class path. */
  record OnClassPath(String modelResource, String tokenizerResource) implements EncoderFiles {
    public OnClassPath {
      requireNonNull(modelResource, "modelResource is null");
      requireNonNull(tokenizerResource, "tokenizerResource is null");
    }

    @Override
    public TokenVectors load(EncoderModel model) throws IOException, OrtException {
      byte[] graph;
      try (InputStream in = open(modelResource)) {
        graph = in.readAllBytes();
      }
      try (SessionOptions options = SentenceTransformerVectors.options()) {
        return new SentenceTransformerVectors(
            model, OnnxEnvironment.get().createSession(graph, options));
      }
    }

    @Override
    public InputStream tokenizer() throws IOException {
      return open(tokenizerResource);
    }

    private static InputStream open(String resource) throws FileNotFoundException {
      InputStream in = EncoderFiles.class.getResourceAsStream(resource);
      if (in == null) {
        throw new FileNotFoundException(
            "No file "
                + resource
                + " on the class path; is the jar with the encoder's model missing?");
      }
      return in;
    }
  }

  /** A sentence transformer in a folder; the model's weights may be in a file beside it. */
  record InFolder(Path model, Path tokenizerFile) implements EncoderFiles {
    public InFolder {
      requireNonNull(model, "model is null");
      requireNonNull(tokenizerFile, "tokenizerFile is null");
    }

    @Override
    public TokenVectors load(EncoderModel encoder) throws OrtException {
      try (SessionOptions options = SentenceTransformerVectors.options()) {
        return new SentenceTransformerVectors(
            encoder, OnnxEnvironment.get().createSession(model.toString(), options));
      }
    }

    @Override
    public InputStream tokenizer() throws IOException {
      return Files.newInputStream(tokenizerFile);
    }
  }

  /**
   * A language model in a folder.
   *
   * @param boundaryToken stands for a text without tokens
   */
  record OfLanguageModel(ModelFolder folder, long boundaryToken) implements EncoderFiles {
    public OfLanguageModel {
      requireNonNull(folder, "folder is null");
    }

    @Override
    public TokenVectors load(EncoderModel model) {
      try {
        return new HiddenStateVectors(
            model,
            new HiddenStates(folder.graph(), new DecoderOptions(Device.CPU, 1)),
            boundaryToken);
      } catch (UnusableModelException e) {
        throw new IllegalArgumentException(LanguageModelFolder.neither(folder.folder(), e), e);
      }
    }

    @Override
    public InputStream tokenizer() throws IOException {
      return Files.newInputStream(folder.tokenizer());
    }
  }
}
