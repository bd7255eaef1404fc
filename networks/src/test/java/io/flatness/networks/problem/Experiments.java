package io.flatness.networks.problem;

import io.flatness.core.bind.Bound;
import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.host.WorkerPool;
import io.flatness.core.linalg.JavaGemm;
import io.flatness.core.linalg.OjalgoLinearAlgebra;
import io.flatness.core.run.LocalContext;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.Snippet;
import io.flatness.core.spec.YamlMap;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Problem;
import io.flatness.spi.ProblemFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;

/** Opens network problems written as in an experiment. */
public final class Experiments {
    private static final ProblemFactory<NetworkParameters> NETWORK =
            ProblemFactory.of("network", "A network.", NetworkParameters.class, NetworkOpener::open);

    private final LocalContext context;

    private Experiments(LocalContext context) {
        this.context = context;
    }

    public static Experiments in(Path folder) {
        return in(folder, 1, 1);
    }

    public static Experiments in(Path folder, long seed, int threads) {
        return new Experiments(
                new LocalContext(seed, new WorkerPool(threads), new OjalgoLinearAlgebra(new JavaGemm()), folder));
    }

    /** The same with these formats of files. */
    public Experiments with(List<Object> formats) {
        return new Experiments(context.with(formats));
    }

    public LocalContext context() {
        return context;
    }

    public Problem open(String yaml) {
        Findings findings = new Findings();
        YamlMap written = (YamlMap) Snippet.read(yaml, Snippet.NOWHERE);
        Optional<Bound<NetworkParameters>> bound = ParameterBinder.bind(NETWORK, written, findings);
        findings.throwIfAny();
        return NETWORK.open(bound.orElseThrow().value(), context);
    }

    public Problem.Solution solve(String yaml) {
        return open(yaml).solve(context);
    }

    /** The problem is refused when it is opened, with this key and message. */
    public void refuses(String parameter, String message, String yaml) {
        InvalidParameterException refusal = Assertions.assertThrows(InvalidParameterException.class, () -> open(yaml));
        Assertions.assertEquals(message, refusal.getMessage());
        Assertions.assertEquals(parameter, refusal.parameter());
    }

    /** The binder refuses the experiment with this message. */
    public void refusesToBind(String message, String yaml) {
        RuntimeException refusal = Assertions.assertThrows(RuntimeException.class, () -> open(yaml));
        Assertions.assertTrue(
                String.valueOf(refusal.getMessage()).contains(message), "message: " + refusal.getMessage());
    }
}
