import type ts from 'typescript';

/** Types that a notebook's parameter can have when it is to be set from outside. */
export type ParameterType =
  | { readonly kind: 'number' | 'string' | 'boolean' | 'null' }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'array'; readonly of: ParameterType }
  | { readonly kind: 'union'; readonly of: readonly ParameterType[] }
  /** Anything else: only the notebook itself can set it. */
  | { readonly kind: 'other' };

/** The type that a type node says, as far as values from outside can have it. */
export function typeOfNode(compiler: typeof ts, node: ts.TypeNode): ParameterType {
  const { SyntaxKind } = compiler;
  if (compiler.isParenthesizedTypeNode(node)) return typeOfNode(compiler, node.type);
  if (compiler.isUnionTypeNode(node)) {
    return { kind: 'union', of: node.types.map((part) => typeOfNode(compiler, part)) };
  }
  if (compiler.isTypeOperatorNode(node) && node.operator === SyntaxKind.ReadonlyKeyword) {
    return typeOfNode(compiler, node.type);
  }
  if (compiler.isArrayTypeNode(node)) return { kind: 'array', of: typeOfNode(compiler, node.elementType) };
  if (compiler.isTypeReferenceNode(node) && compiler.isIdentifier(node.typeName)) {
    const element = node.typeArguments?.[0];
    const isArray = node.typeName.text === 'Array' || node.typeName.text === 'ReadonlyArray';
    return isArray && element ? { kind: 'array', of: typeOfNode(compiler, element) } : { kind: 'other' };
  }
  if (compiler.isLiteralTypeNode(node)) return typeOfLiteral(compiler, node.literal);
  if (node.kind === SyntaxKind.NumberKeyword) return { kind: 'number' };
  if (node.kind === SyntaxKind.StringKeyword) return { kind: 'string' };
  if (node.kind === SyntaxKind.BooleanKeyword) return { kind: 'boolean' };
  return { kind: 'other' };
}

function typeOfLiteral(compiler: typeof ts, node: ts.Node): ParameterType {
  const { SyntaxKind } = compiler;
  if (node.kind === SyntaxKind.NullKeyword) return { kind: 'null' };
  if (node.kind === SyntaxKind.TrueKeyword) return { kind: 'literal', value: true };
  if (node.kind === SyntaxKind.FalseKeyword) return { kind: 'literal', value: false };
  if (compiler.isStringLiteral(node)) return { kind: 'literal', value: node.text };
  if (compiler.isNumericLiteral(node)) return { kind: 'literal', value: Number(node.text) };
  if (compiler.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.MinusToken) {
    return { kind: 'literal', value: -Number(node.operand.getText()) };
  }
  return { kind: 'other' };
}

/** The widened type of a default value, for a parameter without a type of its own. */
export function typeOfValue(compiler: typeof ts, node: ts.Expression): ParameterType {
  const literal = typeOfLiteral(compiler, node);
  if (literal.kind === 'literal') return { kind: typeof literal.value as 'number' | 'string' | 'boolean' };
  if (compiler.isArrayLiteralExpression(node) && node.elements[0]) {
    return { kind: 'array', of: typeOfValue(compiler, node.elements[0]) };
  }
  return { kind: 'other' };
}
