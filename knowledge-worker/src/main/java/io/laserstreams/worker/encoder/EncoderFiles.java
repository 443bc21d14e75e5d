package io.laserstreams.worker.encoder;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two files of an encoder: an ONNX model, with input_ids, attention_mask and optionally
 * token_type_ids as inputs, and a tokenizer in Hugging Face's tokenizer.json format.
 */
public sealed interface EncoderFiles {
  /** Loads the model. */
  OrtSession session(OrtEnvironment environment, SessionOptions options)
      throws IOException, OrtException;

  /** Opens the tokenizer. */
  InputStream tokenizer() throws IOException;

  /** Files on the class path. */
  record OnClassPath(String modelResource, String tokenizerResource) implements EncoderFiles {
    public OnClassPath {
      requireNonNull(modelResource, "modelResource is null");
      requireNonNull(tokenizerResource, "tokenizerResource is null");
    }

    @Override
    public OrtSession session(OrtEnvironment environment, SessionOptions options)
        throws IOException, OrtException {
      try (InputStream in = open(modelResource)) {
        return environment.createSession(in.readAllBytes(), options);
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

  /** Files in a folder; the model's weights may be in a file beside it. */
  record InFolder(Path model, Path tokenizerFile) implements EncoderFiles {
    public InFolder {
      requireNonNull(model, "model is null");
      requireNonNull(tokenizerFile, "tokenizerFile is null");
    }

    @Override
    public OrtSession session(OrtEnvironment environment, SessionOptions options)
        throws OrtException {
      return environment.createSession(model.toString(), options);
    }

    @Override
    public InputStream tokenizer() throws IOException {
      return Files.newInputStream(tokenizerFile);
    }
  }
}
