package io.flatness.core.plan;

import io.flatness.core.bind.Bound;
import io.flatness.core.bind.ParameterBinder;
import io.flatness.core.bind.Places;
import io.flatness.core.host.Host;
import io.flatness.core.plugin.Component;
import io.flatness.core.spec.ComponentSpec;
import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlMap;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Problem;
import io.flatness.spi.ProblemContext;
import io.flatness.spi.ProblemFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Expands, binds and opens problems. */
final class ProblemPlanner {
    private final Path folder;
    private final Host host;
    private final Findings findings;
    private final Set<String> taken = new HashSet<>();

    ProblemPlanner(Path folder, Host host, Findings findings) {
        this.folder = folder;
        this.host = host;
        this.findings = findings;
    }

    List<PlannedProblem> plan(ComponentSpec spec, Component<ProblemFactory<?>> component) {
        List<PlannedProblem> problems = new ArrayList<>();
        List<YamlMap> expanded = new ArrayList<>();
        for (YamlMap one : ParameterBinder.files(component.factory(), spec.parameters(), folder, findings)) {
            expanded.addAll(ParameterBinder.expand(component.factory(), one, findings));
        }
        for (YamlMap parameters : expanded) {
            if (findings.isFull()) {
                break;
            }
            String id = expanded.size() == 1 ? spec.id() : suffixed(spec, parameters);
            taken.add(id);
            open(id, spec, parameters, component, component.factory()).ifPresent(problems::add);
        }
        return problems;
    }

    private String suffixed(ComponentSpec spec, YamlMap parameters) {
        String id = spec.id() + SweepSuffix.of(spec.parameters(), parameters);
        String unique = id;
        for (int k = 2; taken.contains(unique); k++) {
            unique = id + "-" + k;
        }
        return unique;
    }

    private <P extends Record> Optional<PlannedProblem> open(
            String id, ComponentSpec spec, YamlMap parameters, Component<?> component, ProblemFactory<P> factory) {
        Optional<Bound<P>> bound = ParameterBinder.bind(factory, parameters, findings);
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> plain = Plain.map(bound.get().plain());
        ProblemContext context = host.context(id, spec.type(), Canonical.json(plain));
        try {
            Problem problem = factory.open(bound.get().value(), context);
            PlannedProblem planned =
                    new PlannedProblem(id, spec.id(), spec.type(), plain, component.origin(), problem, context);
            Fit fit = Fit.of(planned, host.memoryBytes());
            if (fit.fits()) {
                return Optional.of(planned);
            }
            findings.add(parameters.mark(), fit.refusal(id));
        } catch (InvalidParameterException e) {
            findings.add(Places.of(parameters, e.parameter()), Plain.message(e));
        } catch (IllegalArgumentException e) {
            findings.add(parameters.mark(), Plain.message(e));
        }
        return Optional.empty();
    }
}
