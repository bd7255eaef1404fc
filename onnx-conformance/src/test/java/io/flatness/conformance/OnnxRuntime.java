package io.flatness.conformance;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/** Runs a model in ONNX Runtime. */
final class OnnxRuntime {
    private OnnxRuntime() {}

    /** Outputs in single precision, row-major. */
    static double[] run(byte[] model, float[] inputs, long... shape) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model);
                OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(inputs), shape)) {
            return outputs(session, tensor);
        } catch (OrtException e) {
            throw new AssertionError("ONNX Runtime refused the model", e);
        }
    }

    /** Outputs in double precision, row-major. */
    static double[] run(byte[] model, double[] inputs, long... shape) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model);
                OnnxTensor tensor = OnnxTensor.createTensor(environment, DoubleBuffer.wrap(inputs), shape)) {
            return outputs(session, tensor);
        } catch (OrtException e) {
            throw new AssertionError("ONNX Runtime refused the model", e);
        }
    }

    private static double[] outputs(OrtSession session, OnnxTensor tensor) throws OrtException {
        String input = session.getInputNames().iterator().next();
        try (OrtSession.Result result = session.run(Map.of(input, tensor))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            if (output.getInfo().type == OnnxJavaType.DOUBLE) {
                DoubleBuffer buffer = output.getDoubleBuffer();
                double[] values = new double[buffer.remaining()];
                buffer.get(values);
                return values;
            }
            FloatBuffer buffer = output.getFloatBuffer();
            double[] values = new double[buffer.remaining()];
            for (int i = 0; i < values.length; i++) {
                values[i] = buffer.get();
            }
            return values;
        }
    }
}
