package io.flatness.conformance;

import io.flatness.networks.io.Model;
import io.flatness.networks.io.NetworkExport;
import io.flatness.spi.loss.ModelExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleNetworksTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"digits-mlp", "digits-mlp-bias"})
    void filesOfPyTorchComputeWhatOnnxRuntimeComputes(String name) throws IOException {
        byte[] file = Files.readAllBytes(Path.of("..", "examples", "models", name + ".onnx"));
        Model model = Ours.read(folder, file, Model.Ending.NONE);
        OperatorsTest.compare(file, model, new long[] {64});
        byte[] exported = new NetworkExport(model.network(), model.buffers())
                .export("onnx", model.theta(), ModelExport.Precision.FLOAT32);
        OperatorsTest.compare(exported, model, new long[] {64});
    }
}
