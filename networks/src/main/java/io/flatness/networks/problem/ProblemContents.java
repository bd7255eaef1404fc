package io.flatness.networks.problem;

import io.flatness.spi.About;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import io.flatness.spi.ProblemFactory;
import java.util.List;

/** What this jar offers: the loss of networks on data, and surfaces known in closed form. */
public final class ProblemContents implements Contents {
    /** Found by {@link java.util.ServiceLoader}. */
    public ProblemContents() {}

    @Override
    public List<ComponentFactory<?>> components() {
        return List.of(
                ProblemFactory.of(
                        "network",
                        About.of("The loss of a neural network on data: from ONNX, safetensors or npz, trained here, or"
                                + " written inline"),
                        NetworkParameters.class,
                        NetworkOpener::open),
                ProblemFactory.of(
                        "quadratic",
                        About.of("½ θᵀQΛQᵀθ with given eigenvalues Λ and a rotation Q drawn from the seed"),
                        QuadraticParameters.class,
                        QuadraticParameters::open),
                ProblemFactory.of(
                        "analytic",
                        About.of("A loss surface in one or two variables, given by a formula"),
                        AnalyticParameters.class,
                        AnalyticParameters::open));
    }
}
