'use strict';
const { compilerFile } = require('./compiler-file.cjs');
const { replaceModule } = require('./replace-module.cjs');

/**
 * Lets a cell write `{ x }` for a variable of an earlier cell, in object literals and in destructuring assignments.
 *
 * tslab keeps earlier cells' variables in one object and writes `exports.x` for `x`, name by name, when the types are gone.
 * It misses the short form, and it takes the name of a property for a variable where the property's type was declared
 * by an earlier cell (`const { width: w } = shape` became `{ exports.width: w }`). So a step before its own writes the
 * short form out (`{ x: exports.x }`), and makes names of properties new ones, which that step cannot mistake.
 */
exports.carryShortForm = function carryShortForm() {
  replaceModule(compilerFile(), (ts) => ({
    createWatchCompilerHost(files, options, system, createProgram, ...rest) {
      const create = createProgram ?? ts.createEmitAndSemanticDiagnosticsBuilderProgram;
      const createOurs = (...given) => withStepBefore(create(...given), (checker) => writeOut(ts, checker));
      return ts.createWatchCompilerHost(files, options, system, createOurs, ...rest);
    },
  }));
};

function withStepBefore(builder, step) {
  const { emit } = builder;
  builder.emit = (file, write, cancellation, declarationsOnly, transformers = {}) => {
    const before = [step(builder.getProgram().getTypeChecker()), ...(transformers.before ?? [])];
    return emit.call(builder, file, write, cancellation, declarationsOnly, { ...transformers, before });
  };
  return builder;
}

/** The step itself: a transformer of a source file that still has its types. */
function writeOut(ts, checker) {
  const { factory } = ts;
  const isEarlier = (symbol) =>
    (symbol?.declarations ?? []).some((declaration) =>
      declaration.getSourceFile().fileName.endsWith('/__prev__.d.ts'),
    );
  const property = (name) => {
    // `{ __proto__: x }` would set the prototype
    if (name.text === '__proto__')
      return factory.createComputedPropertyName(factory.createStringLiteral('__proto__'));
    return factory.createIdentifier(name.text);
  };

  return (context) => {
    const visit = (node) => visited(node, visit, context);
    return (file) => ts.visitNode(file, visit);
  };

  function visited(node, visit, context) {
    const rest = () => ts.visitEachChild(node, visit, context);
    if (ts.isShorthandPropertyAssignment(node)) {
      if (!isEarlier(checker.getShorthandAssignmentValueSymbol(node))) return rest();
      const variable = factory.createPropertyAccessExpression(
        factory.createIdentifier('exports'),
        node.name.text,
      );
      const usual = ts.visitNode(node.objectAssignmentInitializer, visit);
      return factory.createPropertyAssignment(
        property(node.name),
        usual === undefined ? variable : factory.createAssignment(variable, usual),
      );
    }
    if (
      ts.isPropertyAssignment(node) &&
      ts.isIdentifier(node.name) &&
      isEarlier(checker.getSymbolAtLocation(node.name))
    ) {
      return factory.updatePropertyAssignment(
        node,
        factory.createIdentifier(node.name.text),
        ts.visitNode(node.initializer, visit),
      );
    }
    if (ts.isBindingElement(node) && node.propertyName !== undefined && ts.isIdentifier(node.propertyName)) {
      return factory.updateBindingElement(
        node,
        node.dotDotDotToken,
        factory.createIdentifier(node.propertyName.text),
        ts.visitNode(node.name, visit),
        ts.visitNode(node.initializer, visit),
      );
    }
    return rest();
  }
}
